"""Applications, concerns, exclusions, waivers and renewals get what they need."""

import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('certificates', '0003_let_changed_tables_go'),
        ('home', '0009_never_emptied'),
    ]

    operations = [
        migrations.CreateModel(
            name='Artefact',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(blank=True, choices=[('LICENCE', 'Licence'), ('LIABILITY', 'Liability cover'), ('BLS', 'Basic life support'), ('BACKGROUND', 'Background check')], max_length=16)),
                ('file', models.CharField(max_length=128)),
                ('file_name', models.CharField(max_length=160)),
                ('content_type', models.CharField(max_length=64)),
                ('size', models.PositiveIntegerField(help_text='In bytes.')),
                ('sha256', models.CharField(max_length=64)),
                ('uploaded_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['-uploaded_at'],
            },
        ),
        migrations.CreateModel(
            name='Concern',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('severity', models.CharField(choices=[('QUESTION', 'A question: somebody should look at it'), ('RULE', 'A rule of the clinic was not kept'), ('HARM', 'A patient came to harm, or could have come to serious harm')], max_length=16)),
                ('account', models.TextField()),
                ('session_code', models.CharField(blank=True, max_length=32)),
                ('occurred_on', models.DateField(blank=True, null=True)),
                ('reported_at', models.DateTimeField()),
                ('state', models.CharField(choices=[('OPEN', 'Reported'), ('IN_REVIEW', 'Being looked into'), ('CLOSED', 'Closed')], default='OPEN', max_length=16)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('outcome', models.CharField(blank=True, choices=[('NO-ACTION', 'Looked into; nothing more is needed'), ('LEARNING-AGREED', 'Learning agreed'), ('RULE-CONFIRMED', 'A rule was not kept; agreed what follows'), ('REFERRED', 'Passed on to whoever decides about it'), ('UNFOUNDED', 'Nothing was found')], max_length=16)),
            ],
            options={
                'ordering': ['-reported_at'],
            },
        ),
        migrations.CreateModel(
            name='ConcernEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('step', models.CharField(choices=[('REPORTED', 'Reported'), ('ROUTED', 'Passed to a safety officer'), ('TAKEN', 'Taken up'), ('NOTE', 'Note'), ('SEVERITY-RAISED', 'Severity raised'), ('SUSPENDED', 'Clinical work paused, as this severity asks'), ('HANDED-OVER', 'Handed over'), ('CLOSED', 'Closed'), ('REOPENED', 'Opened again')], max_length=24)),
                ('at', models.DateTimeField()),
                ('word', models.CharField(blank=True, max_length=16)),
                ('note', models.TextField(blank=True)),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='Condition',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveSmallIntegerField()),
                ('text', models.CharField(max_length=400)),
                ('due_on', models.DateField()),
                ('met_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['application', 'number'],
            },
        ),
        migrations.CreateModel(
            name='ExclusionList',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=160)),
                ('file_sha256', models.CharField(max_length=64, unique=True)),
                ('row_count', models.PositiveIntegerField()),
                ('published_on', models.DateField()),
                ('loaded_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['-loaded_at'],
            },
        ),
        migrations.CreateModel(
            name='ExclusionMatch',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('line_number', models.PositiveIntegerField(default=0)),
                ('line', models.JSONField(default=dict, help_text="The line's 18 columns, as they stood.")),
                ('matched_by', models.CharField(choices=[('NPI', 'Same NPI'), ('NAME_AND_BIRTH', 'Same name and date of birth'), ('NAME', 'Same name; no date of birth to compare'), ('HAND', 'Looked up by hand')], max_length=16)),
                ('state', models.CharField(choices=[('OPEN', 'To be looked at'), ('PROPOSED', 'A second person has to agree'), ('DISMISSED', 'Somebody else'), ('CONFIRMED', 'Confirmed')], default='OPEN', max_length=16)),
                ('proposed_at', models.DateTimeField(blank=True, null=True)),
                ('reason', models.TextField(blank=True)),
                ('settled_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'verbose_name_plural': 'exclusion matches',
                'ordering': ['list', 'line_number'],
            },
        ),
        migrations.CreateModel(
            name='FoundingAppointment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('experience', models.TextField(help_text='Outside training and experience.')),
                ('reviewer_name', models.CharField(max_length=160)),
                ('reviewer_organisation', models.CharField(max_length=160)),
                ('reviewed_on', models.DateField()),
                ('at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='ProviderIdentity',
            fields=[
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='provider_identity', serialize=False, to='home.person')),
                ('npi', models.CharField(blank=True, help_text='National Provider Identifier: ten digits, the last one a check.', max_length=10, verbose_name='NPI')),
                ('first_name', models.CharField(max_length=80)),
                ('middle_name', models.CharField(blank=True, max_length=80)),
                ('last_name', models.CharField(max_length=80)),
                ('other_last_names', models.TextField(blank=True)),
                ('born_on', models.DateField(blank=True, null=True, verbose_name='Date of birth')),
                ('recorded_at', models.DateTimeField()),
            ],
            options={
                'verbose_name_plural': 'provider identities',
            },
        ),
        migrations.CreateModel(
            name='SetAside',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.CharField(max_length=400)),
                ('at', models.DateTimeField()),
            ],
            options={
                'verbose_name_plural': 'set aside',
            },
        ),
        migrations.CreateModel(
            name='Statement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=32)),
                ('words', models.TextField()),
                ('on', models.DateField()),
                ('recorded_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['on', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Waiver',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('code', models.CharField(max_length=32)),
                ('reason', models.TextField()),
                ('granted_on', models.DateField()),
                ('expires_on', models.DateField()),
                ('recorded_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['granted_on'],
            },
        ),
        migrations.AlterModelOptions(
            name='application',
            options={'ordering': ['submitted_at', 'started_at']},
        ),
        migrations.RemoveConstraint(
            model_name='application',
            name='certificates_application_one_open',
        ),
        migrations.RemoveConstraint(
            model_name='application',
            name='certificates_application_of_a_known_kind',
        ),
        migrations.RemoveConstraint(
            model_name='application',
            name='certificates_application_decided_by_somebody',
        ),
        migrations.RemoveConstraint(
            model_name='credential',
            name='certificates_credential_of_a_known_kind',
        ),
        migrations.RemoveConstraint(
            model_name='requirementset',
            name='certificates_requirements_version_once',
        ),
        migrations.RemoveConstraint(
            model_name='requirementset',
            name='certificates_requirements_one_active',
        ),
        migrations.AddField(
            model_name='application',
            name='appealed_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='application',
            name='continues',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='continued', to='certificates.application'),
        ),
        migrations.AddField(
            model_name='application',
            name='first_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='application',
            name='first_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='home.person'),
        ),
        migrations.AddField(
            model_name='application',
            name='grounds',
            field=models.TextField(blank=True, help_text='Why the applicant appealed.'),
        ),
        migrations.AddField(
            model_name='application',
            name='heard_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='application',
            name='heard_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='home.person'),
        ),
        migrations.AddField(
            model_name='application',
            name='renews',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='renewals', to='certificates.credential'),
        ),
        migrations.AddField(
            model_name='application',
            name='reviewer',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='home.person'),
        ),
        migrations.AddField(
            model_name='application',
            name='signers',
            field=models.PositiveSmallIntegerField(default=1),
        ),
        migrations.AddField(
            model_name='application',
            name='started_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='credential',
            name='basis',
            field=models.CharField(choices=[('APPLICATION', 'Granted on an application'), ('FOUNDING', 'Founding appointment'), ('ROSTER', 'Entered from the clinic’s own roster')], default='ROSTER', max_length=16),
        ),
        migrations.AddField(
            model_name='exclusioncheck',
            name='corrects',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='corrected_by', to='certificates.exclusioncheck'),
        ),
        migrations.AddField(
            model_name='requirementset',
            name='activated_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='home.person'),
        ),
        migrations.AddField(
            model_name='requirementset',
            name='clinic',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='requirement_sets', to='home.clinic'),
        ),
        migrations.AddField(
            model_name='requirementset',
            name='cloned_from',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='clones', to='certificates.requirementset'),
        ),
        migrations.AddField(
            model_name='requirementset',
            name='edited_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='requirementset',
            name='edited_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='home.person'),
        ),
        migrations.AddField(
            model_name='requirementset',
            name='minimum_active_days',
            field=models.PositiveSmallIntegerField(default=0, help_text='A renewed credential lasts at least this long.'),
        ),
        migrations.AddField(
            model_name='requirementset',
            name='renewal_dating',
            field=models.CharField(choices=[('COMPLETION', 'From the day it is granted'), ('OLD-EXPIRY', 'From the last day of the one before'), ('CALENDAR', 'To a fixed day of the year')], default='COMPLETION', max_length=16),
        ),
        migrations.AddField(
            model_name='requirementset',
            name='renewal_month_day',
            field=models.CharField(blank=True, max_length=5),
        ),
        migrations.AddField(
            model_name='requirementset',
            name='renewal_tree',
            field=models.JSONField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='requirementset',
            name='renewal_window_days',
            field=models.PositiveSmallIntegerField(default=90, help_text='How long before the last day it can be renewed.'),
        ),
        migrations.AddField(
            model_name='requirementset',
            name='retired_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='requirementset',
            name='signers',
            field=models.PositiveSmallIntegerField(default=1, help_text='How many different people sign an approval: 1 or 2.'),
        ),
        migrations.AddField(
            model_name='signature',
            name='about',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='home.person'),
        ),
        migrations.AddField(
            model_name='signature',
            name='reason',
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name='signature',
            name='sha256',
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AddField(
            model_name='signature',
            name='shown',
            field=models.JSONField(null=True),
        ),
        migrations.AddField(
            model_name='signature',
            name='sign_in',
            field=models.CharField(blank=True, choices=[('PASSWORD', 'Password'), ('SECOND-FACTOR', 'Second factor')], max_length=16),
        ),
        migrations.AddField(
            model_name='signature',
            name='signed_in_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='suspension',
            name='lift_proposed_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='suspension',
            name='lift_proposed_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='home.person'),
        ),
        migrations.AddField(
            model_name='suspension',
            name='lift_reason',
            field=models.TextField(blank=True),
        ),
        migrations.AlterField(
            model_name='application',
            name='credential_type',
            field=models.CharField(choices=[('L0', 'L0 Enrolled'), ('CANDIDATE', 'Candidate'), ('L1', 'L1 Preparation and Integration Therapist'), ('L2A', 'L2a Supervised Medication-Session Therapist, supervisor in the room'), ('L2B', 'L2b Supervised Medication-Session Therapist, supervisor on site'), ('L3', 'L3 Independent Medication-Session Therapist'), ('T', 'Endorsement T: Trauma Co-therapy'), ('S', 'Endorsement S: Assessor and Supervisor')], max_length=16),
        ),
        migrations.AlterField(
            model_name='application',
            name='dossier',
            field=models.JSONField(default=dict, help_text='Everything the decision rests on, frozen.'),
        ),
        migrations.AlterField(
            model_name='application',
            name='dossier_sha256',
            field=models.CharField(blank=True, max_length=64),
        ),
        migrations.AlterField(
            model_name='application',
            name='state',
            field=models.CharField(choices=[('DRAFT', 'Being written'), ('SUBMITTED', 'Submitted'), ('VERIFYING', 'Being verified'), ('READY', 'Ready for review'), ('IN_REVIEW', 'In review'), ('APPROVED', 'Approved'), ('CONDITIONAL', 'Approved with conditions'), ('DEFERRED', 'Deferred'), ('DECLINED', 'Declined'), ('WITHDRAWN', 'Withdrawn'), ('APPEALED', 'Appealed'), ('UPHELD', 'Decision upheld')], default='DRAFT', max_length=16),
        ),
        migrations.AlterField(
            model_name='application',
            name='submitted_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AlterField(
            model_name='applicationevent',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='home.person'),
        ),
        migrations.AlterField(
            model_name='applicationevent',
            name='state',
            field=models.CharField(choices=[('DRAFT', 'Being written'), ('SUBMITTED', 'Submitted'), ('VERIFYING', 'Being verified'), ('READY', 'Ready for review'), ('IN_REVIEW', 'In review'), ('APPROVED', 'Approved'), ('CONDITIONAL', 'Approved with conditions'), ('DEFERRED', 'Deferred'), ('DECLINED', 'Declined'), ('WITHDRAWN', 'Withdrawn'), ('APPEALED', 'Appealed'), ('UPHELD', 'Decision upheld')], max_length=16),
        ),
        migrations.AlterField(
            model_name='credential',
            name='type',
            field=models.CharField(choices=[('L0', 'L0 Enrolled'), ('CANDIDATE', 'Candidate'), ('L1', 'L1 Preparation and Integration Therapist'), ('L2A', 'L2a Supervised Medication-Session Therapist, supervisor in the room'), ('L2B', 'L2b Supervised Medication-Session Therapist, supervisor on site'), ('L3', 'L3 Independent Medication-Session Therapist'), ('T', 'Endorsement T: Trauma Co-therapy'), ('S', 'Endorsement S: Assessor and Supervisor')], max_length=16),
        ),
        migrations.AlterField(
            model_name='document',
            name='kind',
            field=models.CharField(choices=[('LICENCE', 'Licence'), ('LIABILITY', 'Liability cover'), ('BLS', 'Basic life support'), ('BACKGROUND', 'Background check')], max_length=16),
        ),
        migrations.AlterField(
            model_name='signature',
            name='meaning',
            field=models.CharField(choices=[('APPROVED', 'Approved on the evidence shown'), ('CONDITIONAL', 'Approved with the conditions shown'), ('DEFERRED', 'Deferred for what is missing'), ('DECLINED', 'Declined'), ('UPHELD', 'Appeal heard: the decision stands'), ('REOPENED', 'Appeal heard: to be decided again'), ('CONDITION-MET', 'Condition met'), ('SUSPENDED', 'Suspended'), ('LIFT-PROPOSED', 'Suspension to be lifted, first signature'), ('LIFTED', 'Suspension lifted, second signature'), ('REVOKED', 'Revoked'), ('APPOINTED', 'Founding appointment'), ('ENTERED', 'Entered from the clinic’s own roster'), ('WAIVED', 'Requirement waived'), ('WAIVER-ENDED', 'Waiver ended'), ('ACTIVATED', 'Requirement set brought into force'), ('RETIRED', 'Requirement set retired'), ('MATCH-PROPOSED', 'Match to be dismissed, first signature'), ('MATCH-DISMISSED', 'Match dismissed, second signature'), ('MATCH-CONFIRMED', 'Match confirmed'), ('CONCERN-CLOSED', 'Concern closed')], max_length=24),
        ),
        migrations.AddConstraint(
            model_name='application',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['DRAFT', 'SUBMITTED', 'VERIFYING', 'READY', 'IN_REVIEW', 'APPEALED'])), fields=('person', 'clinic', 'credential_type', 'target'), name='certificates_application_one_open'),
        ),
        migrations.AddConstraint(
            model_name='application',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('credential_type', 'CANDIDATE'), ('target__in', ['L1', 'L2', 'L3', 'T'])), models.Q(('credential_type__in', ['L0', 'L1', 'L2A', 'L2B', 'L3', 'T', 'S']), ('target', '')), _connector='OR'), name='certificates_application_of_a_known_kind'),
        ),
        migrations.AddConstraint(
            model_name='application',
            constraint=models.CheckConstraint(condition=models.Q(('first_by__isnull', True), models.Q(('first_by', models.F('person')), _negated=True), _connector='OR'), name='certificates_application_first_not_by_self'),
        ),
        migrations.AddConstraint(
            model_name='application',
            constraint=models.CheckConstraint(condition=models.Q(('heard_by__isnull', True), models.Q(('heard_by', models.F('person')), _negated=True), _connector='OR'), name='certificates_application_heard_not_by_self'),
        ),
        migrations.AddConstraint(
            model_name='application',
            constraint=models.CheckConstraint(condition=models.Q(('first_by__isnull', True), ('decided_by__isnull', True), models.Q(('first_by', models.F('decided_by')), _negated=True), _connector='OR'), name='certificates_application_two_signers'),
        ),
        migrations.AddConstraint(
            model_name='application',
            constraint=models.CheckConstraint(condition=models.Q(('heard_by__isnull', True), models.Q(('heard_by', models.F('decided_by')), _negated=True), _connector='OR'), name='certificates_application_heard_by_another'),
        ),
        migrations.AddConstraint(
            model_name='application',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['APPROVED', 'CONDITIONAL']), _negated=True), ('signers', 1), ('first_by__isnull', False), _connector='OR'), name='certificates_application_signed_by_all'),
        ),
        migrations.AddConstraint(
            model_name='application',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['DRAFT', 'SUBMITTED', 'VERIFYING', 'READY', 'IN_REVIEW', 'WITHDRAWN']), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='certificates_application_decided_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='application',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['DRAFT', 'WITHDRAWN']), models.Q(('submitted_at__isnull', False), models.Q(('dossier_sha256', ''), _negated=True)), _connector='OR'), name='certificates_application_frozen_once_sent'),
        ),
        migrations.AddConstraint(
            model_name='credential',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('target__in', ['L1', 'L2', 'L3', 'T']), ('type', 'CANDIDATE')), models.Q(('target', ''), ('type__in', ['L0', 'L1', 'L2A', 'L2B', 'L3', 'T', 'S'])), _connector='OR'), name='certificates_credential_of_a_known_kind'),
        ),
        migrations.AddConstraint(
            model_name='requirementset',
            constraint=models.UniqueConstraint(condition=models.Q(('clinic__isnull', True)), fields=('credential_type', 'version'), name='certificates_requirements_version_once'),
        ),
        migrations.AddConstraint(
            model_name='requirementset',
            constraint=models.UniqueConstraint(condition=models.Q(('clinic__isnull', False)), fields=('clinic', 'credential_type', 'version'), name='certificates_requirements_clinic_version_once'),
        ),
        migrations.AddConstraint(
            model_name='requirementset',
            constraint=models.UniqueConstraint(condition=models.Q(('clinic__isnull', True), ('state', 'ACTIVE')), fields=('credential_type',), name='certificates_requirements_one_active'),
        ),
        migrations.AddConstraint(
            model_name='requirementset',
            constraint=models.UniqueConstraint(condition=models.Q(('clinic__isnull', False), ('state', 'ACTIVE')), fields=('clinic', 'credential_type'), name='certificates_requirements_one_active_at_a_clinic'),
        ),
        migrations.AddConstraint(
            model_name='requirementset',
            constraint=models.UniqueConstraint(condition=models.Q(('clinic__isnull', False), ('state', 'DRAFT')), fields=('clinic', 'credential_type'), name='certificates_requirements_one_draft_at_a_clinic'),
        ),
        migrations.AddConstraint(
            model_name='requirementset',
            constraint=models.CheckConstraint(condition=models.Q(('signers__in', [1, 2])), name='certificates_requirements_one_or_two_signers'),
        ),
        migrations.AddConstraint(
            model_name='requirementset',
            constraint=models.CheckConstraint(condition=models.Q(('activated_by__isnull', True), ('edited_by__isnull', True), models.Q(('activated_by', models.F('edited_by')), _negated=True), _connector='OR'), name='certificates_requirements_by_two_hands'),
        ),
        migrations.AddConstraint(
            model_name='requirementset',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('renewal_dating', 'CALENDAR'), _negated=True), models.Q(('renewal_month_day', ''), _negated=True), _connector='OR'), name='certificates_requirements_calendar_has_its_day'),
        ),
        migrations.AddConstraint(
            model_name='signature',
            constraint=models.CheckConstraint(condition=models.Q(('about__isnull', True), models.Q(('about', models.F('by')), _negated=True), _connector='OR'), name='certificates_signature_not_about_self'),
        ),
        migrations.AddField(
            model_name='artefact',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='artefacts', to='home.person'),
        ),
        migrations.AddField(
            model_name='artefact',
            name='uploaded_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='home.person'),
        ),
        migrations.AddField(
            model_name='document',
            name='copy',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='documents', to='certificates.artefact'),
        ),
        migrations.AddField(
            model_name='verification',
            name='artefact',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='certificates.artefact'),
        ),
        migrations.AddField(
            model_name='concern',
            name='clinic',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='home.clinic'),
        ),
        migrations.AddField(
            model_name='concern',
            name='officer',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='home.person'),
        ),
        migrations.AddField(
            model_name='concern',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='home.person'),
        ),
        migrations.AddField(
            model_name='concern',
            name='reported_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='home.person'),
        ),
        migrations.AddField(
            model_name='suspension',
            name='concern',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='suspensions', to='certificates.concern'),
        ),
        migrations.AddConstraint(
            model_name='suspension',
            constraint=models.CheckConstraint(condition=models.Q(('lifted_by__isnull', True), models.Q(('lifted_by', models.F('person')), _negated=True), _connector='OR'), name='certificates_suspension_lifted_by_other'),
        ),
        migrations.AddConstraint(
            model_name='suspension',
            constraint=models.CheckConstraint(condition=models.Q(('lift_proposed_by__isnull', True), models.Q(('lift_proposed_by', models.F('person')), _negated=True), _connector='OR'), name='certificates_suspension_lift_proposed_by_other'),
        ),
        migrations.AddConstraint(
            model_name='suspension',
            constraint=models.CheckConstraint(condition=models.Q(('lifted_by__isnull', True), ('lift_proposed_by__isnull', True), models.Q(('lift_proposed_by', models.F('lifted_by')), _negated=True), _connector='OR'), name='certificates_suspension_lifted_by_two'),
        ),
        migrations.AddConstraint(
            model_name='suspension',
            constraint=models.CheckConstraint(condition=models.Q(('lifted_at__isnull', True), ('lifted_by__isnull', False), models.Q(('by__isnull', True), ('concern__isnull', True)), _connector='OR'), name='certificates_suspension_lifted_by_somebody'),
        ),
        migrations.AddField(
            model_name='concernevent',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='home.person'),
        ),
        migrations.AddField(
            model_name='concernevent',
            name='concern',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='certificates.concern'),
        ),
        migrations.AddField(
            model_name='concernevent',
            name='to',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='home.person'),
        ),
        migrations.AddField(
            model_name='condition',
            name='application',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='conditions', to='certificates.application'),
        ),
        migrations.AddField(
            model_name='condition',
            name='met_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='home.person'),
        ),
        migrations.AddField(
            model_name='exclusionlist',
            name='loaded_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='home.person'),
        ),
        migrations.AddField(
            model_name='exclusioncheck',
            name='list',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='checks', to='certificates.exclusionlist'),
        ),
        migrations.AddConstraint(
            model_name='exclusioncheck',
            constraint=models.CheckConstraint(condition=models.Q(('corrects__isnull', True), ('by__isnull', False), models.Q(('outcome', 'CLEAR'), _negated=True), _connector='OR'), name='certificates_exclusion_cleared_by_somebody'),
        ),
        migrations.AddField(
            model_name='exclusionmatch',
            name='list',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='matches', to='certificates.exclusionlist'),
        ),
        migrations.AddField(
            model_name='exclusionmatch',
            name='looked_up',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='match', to='certificates.exclusioncheck'),
        ),
        migrations.AddField(
            model_name='exclusionmatch',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='exclusion_matches', to='home.person'),
        ),
        migrations.AddField(
            model_name='exclusionmatch',
            name='proposed_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='home.person'),
        ),
        migrations.AddField(
            model_name='exclusionmatch',
            name='settled_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='home.person'),
        ),
        migrations.AddField(
            model_name='foundingappointment',
            name='artefact',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='certificates.artefact'),
        ),
        migrations.AddField(
            model_name='foundingappointment',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='home.person'),
        ),
        migrations.AddField(
            model_name='foundingappointment',
            name='credential',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='founding', to='certificates.credential'),
        ),
        migrations.AddField(
            model_name='provideridentity',
            name='recorded_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='home.person'),
        ),
        migrations.AddField(
            model_name='setaside',
            name='artefact',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='set_aside', to='certificates.artefact'),
        ),
        migrations.AddField(
            model_name='setaside',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='home.person'),
        ),
        migrations.AddField(
            model_name='statement',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='home.person'),
        ),
        migrations.AddField(
            model_name='statement',
            name='clinic',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='home.clinic'),
        ),
        migrations.AddField(
            model_name='statement',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='statements', to='home.person'),
        ),
        migrations.AddField(
            model_name='waiver',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='home.person'),
        ),
        migrations.AddField(
            model_name='waiver',
            name='clinic',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='home.clinic'),
        ),
        migrations.AddField(
            model_name='waiver',
            name='ended_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='home.person'),
        ),
        migrations.AddField(
            model_name='waiver',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='waivers', to='home.person'),
        ),
        migrations.AddConstraint(
            model_name='concern',
            constraint=models.CheckConstraint(condition=models.Q(('officer__isnull', True), models.Q(models.Q(('officer', models.F('person')), _negated=True), models.Q(('officer', models.F('reported_by')), _negated=True)), _connector='OR'), name='certificates_concern_officer_apart'),
        ),
        migrations.AddConstraint(
            model_name='concern',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'CLOSED'), _negated=True), models.Q(('closed_at__isnull', False), ('officer__isnull', False), models.Q(('outcome', ''), _negated=True)), _connector='OR'), name='certificates_concern_closed_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='condition',
            constraint=models.UniqueConstraint(fields=('application', 'number'), name='certificates_condition_numbered_once'),
        ),
        migrations.AddConstraint(
            model_name='condition',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('met_at__isnull', True), ('met_by__isnull', True)), models.Q(('met_at__isnull', False), ('met_by__isnull', False)), _connector='OR'), name='certificates_condition_met_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='exclusionmatch',
            constraint=models.UniqueConstraint(fields=('list', 'person', 'line_number'), name='certificates_match_once'),
        ),
        migrations.AddConstraint(
            model_name='exclusionmatch',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'DISMISSED'), _negated=True), models.Q(('proposed_by__isnull', False), ('settled_by__isnull', False), models.Q(('reason', ''), _negated=True), models.Q(('proposed_by', models.F('settled_by')), _negated=True)), _connector='OR'), name='certificates_match_dismissed_by_two'),
        ),
        migrations.AddConstraint(
            model_name='exclusionmatch',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('proposed_by__isnull', True), models.Q(('proposed_by', models.F('person')), _negated=True), _connector='OR'), models.Q(('settled_by__isnull', True), models.Q(('settled_by', models.F('person')), _negated=True), _connector='OR')), name='certificates_match_not_by_self'),
        ),
        migrations.AddConstraint(
            model_name='exclusionmatch',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('list__isnull', True), ('looked_up__isnull', False), ('matched_by', 'HAND')), models.Q(models.Q(('matched_by', 'HAND'), _negated=True), ('list__isnull', False), ('looked_up__isnull', True)), _connector='OR'), name='certificates_match_in_a_list_or_by_hand'),
        ),
        migrations.AddConstraint(
            model_name='provideridentity',
            constraint=models.UniqueConstraint(condition=models.Q(('npi', ''), _negated=True), fields=('npi',), name='certificates_identity_npi_once'),
        ),
        migrations.AddConstraint(
            model_name='waiver',
            constraint=models.CheckConstraint(condition=models.Q(('by', models.F('person')), _negated=True), name='certificates_waiver_by_other'),
        ),
        migrations.AddConstraint(
            model_name='waiver',
            constraint=models.CheckConstraint(condition=models.Q(('expires_on__gte', models.F('granted_on'))), name='certificates_waiver_ends_after_start'),
        ),
    ]
