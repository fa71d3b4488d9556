"""Every entry gets a place in a Merkle tree, and the tree gets a head."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('home', '0005_let_the_log_go'),
    ]

    operations = [
        migrations.CreateModel(
            name='AuditHead',
            fields=[
                ('id', models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ('size', models.BigIntegerField(default=0)),
                ('peaks', models.JSONField(default=list)),
                ('root', models.CharField(max_length=64)),
                ('newest_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.AddField(
            model_name='auditentry',
            name='leaf_index',
            field=models.BigIntegerField(null=True, unique=True),
        ),
        migrations.AddField(
            model_name='auditentry',
            name='leaf_sha256',
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddIndex(
            model_name='auditentry',
            index=models.Index(fields=['clinic_id', 'leaf_index'], name='home_audit_clinic'),
        ),
        migrations.AddConstraint(
            model_name='auditentry',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('leaf_index__isnull', True), ('leaf_sha256', '')), models.Q(('leaf_index__gte', 0), models.Q(('leaf_sha256', ''), _negated=True)), _connector='OR'), name='home_audit_leaf_is_whole'),
        ),
        migrations.AddConstraint(
            model_name='audithead',
            constraint=models.CheckConstraint(condition=models.Q(('id', 1)), name='home_audit_one_head'),
        ),
    ]
