"""Every entry there is takes its place in the tree, in the order it was written."""

from django.db import migrations

from home.audit_leaves import Leaf, leaf_sha256
from home.audit_tree import grow, root_of

FIELDS = ("at", "action", "by", "clinic_id", "subject_kind", "subject_id", "facts")


def seal(apps, schema_editor):
    entries = apps.get_model("home", "AuditEntry").objects
    peaks, size, newest = [], 0, None
    for entry in entries.order_by("pk").iterator(chunk_size=1000):
        told = [getattr(entry, name) for name in FIELDS]
        leaf = leaf_sha256(Leaf(size, *told))
        entries.filter(pk=entry.pk).update(leaf_index=size, leaf_sha256=leaf.hex())
        grow(peaks, size, leaf)
        size += 1
        newest = max(newest, entry.at) if newest else entry.at
    apps.get_model("home", "AuditHead").objects.create(
        pk=1,
        size=size,
        peaks=[peak.hex() for peak in peaks],
        root=root_of(peaks).hex(),
        newest_at=newest,
    )


def unseal(apps, schema_editor):
    apps.get_model("home", "AuditHead").objects.all().delete()
    apps.get_model("home", "AuditEntry").objects.update(leaf_index=None, leaf_sha256="")


class Migration(migrations.Migration):
    dependencies = [("home", "0006_audit_tree")]

    operations = [migrations.RunPython(seal, unseal)]
