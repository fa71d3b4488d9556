"""Ratings under way; what was signed with an observation; self-ratings, kept."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

from home.append_only import append_only, never_emptied


class Migration(migrations.Migration):

    dependencies = [
        ('home', '0009_never_emptied'),
        ('modules', '0004_attempts_are_kept'),
    ]

    operations = [
        migrations.CreateModel(
            name='SelfRating',
            fields=[
                ('form_code', models.CharField(max_length=8)),
                ('form_title', models.CharField(max_length=160)),
                ('form_content', models.JSONField(help_text='The form as it stood.')),
                ('kind', models.CharField(choices=[('PREPARATION', 'Preparation'), ('MEDICATION', 'Medication'), ('CO_THERAPY', 'Trauma co-therapy'), ('INTEGRATION', 'Integration')], max_length=16)),
                ('session_code', models.CharField(help_text="The session's code; never a patient's name.", max_length=32)),
                ('observed_on', models.DateField()),
                ('rated_for', models.CharField(blank=True, max_length=8)),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('behaviours', models.JSONField()),
                ('ratings', models.JSONField()),
                ('note', models.TextField(blank=True)),
                ('locked_at', models.DateTimeField()),
                ('sha256', models.CharField(max_length=64)),
                ('clinic', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='home.clinic')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='home.person')),
            ],
            options={
                'ordering': ['-observed_on', '-locked_at'],
            },
        ),
        migrations.CreateModel(
            name='ObservationDetail',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('draft_key', models.UUIDField(unique=True)),
                ('behaviours', models.JSONField(help_text='Answers by domain, in its order.')),
                ('critical_fails', models.JSONField(help_text='Which ones, counted from 0.')),
                ('stopped_at', models.DateTimeField(null=True)),
                ('note', models.TextField(blank=True)),
                ('consent_recorded', models.BooleanField()),
                ('rated_for', models.CharField(blank=True, max_length=8)),
                ('reason', models.TextField(blank=True)),
                ('signature', models.JSONField()),
                ('shown', models.JSONField()),
                ('sha256', models.CharField(max_length=64)),
                ('observation', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='detail', to='modules.observation')),
                ('self_rating', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='modules.selfrating')),
            ],
        ),
        migrations.CreateModel(
            name='ObservationDraft',
            fields=[
                ('form_code', models.CharField(max_length=8)),
                ('form_title', models.CharField(max_length=160)),
                ('form_content', models.JSONField(help_text='The form as it stood.')),
                ('kind', models.CharField(choices=[('PREPARATION', 'Preparation'), ('MEDICATION', 'Medication'), ('CO_THERAPY', 'Trauma co-therapy'), ('INTEGRATION', 'Integration')], max_length=16)),
                ('session_code', models.CharField(help_text="The session's code; never a patient's name.", max_length=32)),
                ('observed_on', models.DateField()),
                ('rated_for', models.CharField(blank=True, max_length=8)),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('supervision', models.CharField(blank=True, choices=[('DIRECT', 'Assessor or supervisor in the room'), ('ON_SITE', 'Supervisor on site')], max_length=16)),
                ('consent_recorded', models.BooleanField(default=False)),
                ('marks', models.JSONField(default=dict)),
                ('state', models.CharField(choices=[('OPEN', 'Being marked'), ('STOPPED', 'Stopped by a critical fail'), ('SIGNED', 'Signed'), ('DROPPED', 'Dropped')], default='OPEN', max_length=8)),
                ('opened_at', models.DateTimeField()),
                ('saved_at', models.DateTimeField(null=True)),
                ('stopped_at', models.DateTimeField(null=True)),
                ('revision', models.PositiveIntegerField(default=0)),
                ('page', models.UUIDField(null=True)),
                ('page_count', models.PositiveIntegerField(default=0)),
                ('reason', models.TextField(blank=True)),
                ('clinic', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='home.clinic')),
                ('corrects', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='modules.observation')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='home.person')),
                ('rater', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='home.person')),
            ],
            options={
                'ordering': ['-opened_at'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ['OPEN', 'STOPPED'])), fields=('rater', 'person', 'clinic', 'form_code', 'kind', 'session_code'), name='modules_observationdraft_one_open')],
            },
        ),
        migrations.AddConstraint(
            model_name='selfrating',
            constraint=models.UniqueConstraint(fields=('person', 'clinic', 'form_code', 'kind', 'session_code'), name='modules_selfrating_once'),
        ),
        append_only("modules_observationdetail", "modules_selfrating"),
        never_emptied("modules_observationdetail", "modules_selfrating"),
    ]
