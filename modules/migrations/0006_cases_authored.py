"""Cases stand for each other; what follows from one is kept by the database."""

import django.db.models.deletion
from django.db import migrations, models

from home.append_only import append_only, never_emptied
from home.never_by_oneself import never_by_oneself

ADDED_ONLY = (
    'modules_debrief',
    'modules_lessonreopening',
    'modules_lessonreread',
    'modules_caseswap',
)
WHOSE_RUN = '(SELECT person_id FROM modules_scenariorun WHERE id = new.run_id)'  # noqa: S608


class Migration(migrations.Migration):

    dependencies = [
        ('home', '0009_never_emptied'),
        ('modules', '0005_practicum_signed'),
    ]

    operations = [
        migrations.AddField(
            model_name='scenario',
            name='parallel_to',
            field=models.ForeignKey(blank=True, help_text='The case this one can stand in for.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='parallels', to='modules.scenario', verbose_name='parallel to'),
        ),
        migrations.CreateModel(
            name='Debrief',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('agreed', models.TextField(help_text='What the two agreed on.')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='home.person')),
                ('clinic', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='home.clinic')),
                ('run', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='debrief', to='modules.scenariorun')),
            ],
            options={
                'ordering': ['at'],
            },
        ),
        migrations.CreateModel(
            name='LessonReopening',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('lesson_code', models.CharField(max_length=16)),
                ('at', models.DateTimeField()),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reopenings', to='modules.scenariorun')),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='LessonReread',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('reopening', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='reread', to='modules.lessonreopening')),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='CaseSwap',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('instead', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='modules.scenario')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='case_swaps', to='home.person')),
                ('scenario', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='modules.scenario')),
            ],
            options={
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('person', 'scenario'), name='modules_case_swapped_once'), models.CheckConstraint(condition=models.Q(('scenario', models.F('instead')), _negated=True), name='modules_case_swapped_for_another')],
            },
        ),
        migrations.AddConstraint(
            model_name='lessonreopening',
            constraint=models.UniqueConstraint(fields=('run', 'lesson_code'), name='modules_reopening_once'),
        ),
        append_only(*ADDED_ONLY),
        never_emptied(*ADDED_ONLY),
        never_by_oneself('modules_debrief', by='by_id', about=WHOSE_RUN),
    ]
