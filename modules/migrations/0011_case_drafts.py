"""Cases are written in the admin; papers are put right by a director."""

import django.db.models.deletion
from django.db import migrations, models

from home.append_only import append_only, never_emptied


class Migration(migrations.Migration):

    dependencies = [
        ('home', '0009_never_emptied'),
        ('modules', '0010_reading_by_edition'),
    ]

    operations = [
        migrations.CreateModel(
            name='CaseDraft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(help_text='Short and lasting, such as SC-T. It stays once published.', max_length=16, unique=True, verbose_name='code')),
                ('title', models.CharField(max_length=160, verbose_name='title')),
                ('track_code', models.CharField(max_length=8, verbose_name='part')),
                ('minutes', models.PositiveSmallIntegerField(verbose_name='minutes it takes')),
                ('content_note', models.TextField(blank=True, help_text='Told before the case begins, so that people can prepare.', verbose_name='content note')),
                ('cast', models.TextField(blank=True, help_text='All of them invented. It stands above every moment.', verbose_name='who is in it')),
                ('pass_percent', models.PositiveSmallIntegerField(default=75, verbose_name='passed with, in percent')),
                ('graph', models.JSONField()),
                ('base_sha256', models.CharField(blank=True, max_length=64)),
                ('authors', models.JSONField(default=list)),
                ('begun_at', models.DateTimeField()),
                ('changed_at', models.DateTimeField()),
                ('changed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='home.person')),
                ('parallel_to', models.ForeignKey(blank=True, help_text='A case of the same part that this one can stand in for. One is enough.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='modules.scenario', verbose_name='parallel to')),
                ('scenario', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='draft', to='modules.scenario')),
            ],
            options={
                'ordering': ['track_code', 'code'],
            },
        ),
        migrations.CreateModel(
            name='CasePublication',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('content', models.JSONField()),
                ('sha256', models.CharField(max_length=64)),
                ('is_cosmetic', models.BooleanField()),
                ('authors', models.JSONField(default=list)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='home.person')),
                ('scenario', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='publications', to='modules.scenario')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('scenario', 'number'), name='modules_publication_numbered')],
            },
        ),
        migrations.CreateModel(
            name='PaperCorrection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.TextField()),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='home.person')),
                ('observation', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='paper_correction', to='modules.observation')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        append_only('modules_casepublication', 'modules_papercorrection'),
        never_emptied('modules_casepublication', 'modules_papercorrection'),
    ]
