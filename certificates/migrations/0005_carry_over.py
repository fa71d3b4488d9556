"""What stands already is told in the new words.

Credentials get their basis; what was returned is deferred, in the steps and in the
signatures too, while those tables are let go; a signature says whom it is about; and
L3 and S take two signers from now on, for what is not decided yet as well.
"""

from django.db import migrations

UNDECIDED = ("SUBMITTED",)
BY_TWO = ("L3", "S")


def carry_over(apps, schema_editor):
    model = lambda name: apps.get_model("certificates", name).objects  # noqa: E731
    model("Credential").filter(application__isnull=False).update(basis="APPLICATION")
    for name in ("Application", "ApplicationEvent"):
        model(name).filter(state="RETURNED").update(state="DEFERRED")
    model("Signature").filter(meaning="RETURNED").update(meaning="DEFERRED")
    for name in ("Application", "Credential", "Suspension"):
        _say_whom(model("Signature"), name, model(name))
    model("RequirementSet").filter(credential_type__in=BY_TWO).update(signers=2)
    waiting = model("Application").filter(state__in=UNDECIDED)
    waiting.filter(credential_type__in=BY_TWO).update(signers=2)


def _say_whom(signatures, name, subjects):
    rows = signatures.filter(subject_kind=f"certificates.{name}", about__isnull=True)
    people = {str(pk): person for pk, person in subjects.values_list("pk", "person")}
    for row in rows.iterator():
        if row.subject_id in people:
            signatures.filter(pk=row.pk).update(about=people[row.subject_id])


def tell_as_before(apps, schema_editor):
    model = lambda name: apps.get_model("certificates", name).objects  # noqa: E731
    for name in ("Application", "ApplicationEvent"):
        model(name).filter(state="DEFERRED").update(state="RETURNED")
    model("Signature").filter(meaning="DEFERRED").update(meaning="RETURNED")


def matches_by_hand(apps, schema_editor):
    """What was found by hand is put right by two people from now on."""
    matches = apps.get_model("certificates", "ExclusionMatch").objects
    checks = apps.get_model("certificates", "ExclusionCheck").objects
    for check in checks.exclude(outcome="CLEAR").filter(list__isnull=True):
        told = {"state": "OPEN", "looked_up": check}
        if check.outcome == "CONFIRMED":
            by = None if check.by_id == check.person_id else check.by_id
            told |= {
                "state": "CONFIRMED",
                "settled_by_id": by,
                "settled_at": check.recorded_at,
            }
        matches.create(person_id=check.person_id, matched_by="HAND", **told)


def no_matches_by_hand(apps, schema_editor):
    matches = apps.get_model("certificates", "ExclusionMatch").objects
    matches.filter(list__isnull=True).delete()


class Migration(migrations.Migration):
    dependencies = [("certificates", "0004_credentialing")]

    operations = [
        migrations.RunPython(carry_over, tell_as_before),
        migrations.RunPython(matches_by_hand, no_matches_by_hand),
    ]
