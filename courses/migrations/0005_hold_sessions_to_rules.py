import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("courses", "0004_plan_sessions")]

    operations = [
        migrations.AddField(
            model_name='seathold',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='seathold',
            name='session',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='holds', to='courses.session'),
        ),
        migrations.AddField(
            model_name='seathold',
            name='team',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='seat_holds', to='people.team'),
        ),
        migrations.AddField(
            model_name='enrolment',
            name='hold',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='enrolments', to='courses.seathold'),
        ),
        migrations.AddConstraint(
            model_name='enrolment',
            constraint=models.CheckConstraint(condition=models.Q(('released_at__isnull', True), ('state', 'withdrawn'), _connector='OR'), name='enrolment_released_when_left'),
        ),
        migrations.AddField(
            model_name='series',
            name='created_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='series_created', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='session',
            name='series',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='sessions', to='courses.series'),
        ),
        migrations.AddConstraint(
            model_name='session',
            constraint=models.CheckConstraint(condition=models.Q(('online_capacity__isnull', True), models.Q(('hybrid', True), ('online_capacity__gte', 0)), _connector='OR'), name='session_online_places_of_hybrids'),
        ),
        migrations.AddConstraint(
            model_name='session',
            constraint=models.CheckConstraint(condition=models.Q(('opens_at__isnull', True), ('closes_at__isnull', True), ('closes_at__gt', models.F('opens_at')), _connector='OR'), name='session_closes_after_opening'),
        ),
        migrations.AddConstraint(
            model_name='session',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decide_at__isnull', True), ('minimum__isnull', True)), models.Q(('decide_at__isnull', False), ('minimum__gte', 1)), _connector='OR'), name='session_minimum_with_decision'),
        ),
        migrations.AddConstraint(
            model_name='session',
            constraint=models.UniqueConstraint(condition=models.Q(('secret', ''), _negated=True), fields=('secret',), name='session_secret_once'),
        ),
        migrations.AddConstraint(
            model_name='session',
            constraint=models.UniqueConstraint(fields=('series', 'series_day', 'starts_at'), name='session_once_in_series'),
        ),
        migrations.AddField(
            model_name='sessionevent',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='sessionevent',
            name='session',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='courses.session'),
        ),
        migrations.AddConstraint(
            model_name='cover',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['asking', 'organiser'])), fields=('occurrence', 'person'), name='cover_open_once'),
        ),
        migrations.AddConstraint(
            model_name='cover',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'covered'), ('taken_by__isnull', False)), models.Q(models.Q(('state', 'covered'), _negated=True), ('taken_by__isnull', True)), _connector='OR'), name='cover_taken_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='cover',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['asking', 'organiser', 'covered', 'given_up', 'withdrawn'])), name='cover_state_known'),
        ),
        migrations.AddConstraint(
            model_name='coverasked',
            constraint=models.UniqueConstraint(fields=('cover', 'person'), name='cover_asked_once'),
        ),
        migrations.AddConstraint(
            model_name='debrief',
            constraint=models.UniqueConstraint(fields=('enrolment', 'by'), name='debrief_once_each'),
        ),
        migrations.AddConstraint(
            model_name='prerequisite',
            constraint=models.UniqueConstraint(fields=('course', 'needs'), name='prerequisite_once'),
        ),
        migrations.AddConstraint(
            model_name='prerequisite',
            constraint=models.CheckConstraint(condition=models.Q(('course', models.F('needs')), _negated=True), name='prerequisite_is_another'),
        ),
        migrations.AddConstraint(
            model_name='quietweek',
            constraint=models.UniqueConstraint(fields=('person', 'monday'), name='quiet_week_once'),
        ),
        migrations.AddConstraint(
            model_name='quietweek',
            constraint=models.CheckConstraint(condition=models.Q(('monday__week_day', 2)), name='quiet_week_begins_on_monday'),
        ),
        migrations.AddConstraint(
            model_name='recognition',
            constraint=models.UniqueConstraint(fields=('course', 'person'), name='recognised_once'),
        ),
        migrations.AddConstraint(
            model_name='runsheet',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('course__isnull', False), ('session__isnull', True)), models.Q(('course__isnull', True), ('session__isnull', False)), _connector='OR'), name='run_sheet_of_one'),
        ),
        migrations.AddConstraint(
            model_name='rununit',
            constraint=models.UniqueConstraint(fields=('sheet', 'n'), name='run_unit_once'),
        ),
        migrations.AddConstraint(
            model_name='rununit',
            constraint=models.CheckConstraint(condition=models.Q(('minutes__gte', 1)), name='run_unit_takes_time'),
        ),
        migrations.AddConstraint(
            model_name='seathold',
            constraint=models.CheckConstraint(condition=models.Q(('seats__gte', 1)), name='seat_hold_of_seats'),
        ),
        migrations.AddConstraint(
            model_name='seathold',
            constraint=models.CheckConstraint(condition=models.Q(('team__isnull', False), models.Q(('purpose', ''), _negated=True), _connector='OR'), name='seat_hold_for_somebody'),
        ),
        migrations.AddConstraint(
            model_name='seathold',
            constraint=models.UniqueConstraint(condition=models.Q(('team__isnull', False)), fields=('session', 'team'), name='seat_hold_once_for_team'),
        ),
        migrations.AddConstraint(
            model_name='series',
            constraint=models.CheckConstraint(condition=models.Q(('last_day__gte', models.F('first_day'))), name='series_ends_after_start'),
        ),
        migrations.AddConstraint(
            model_name='series',
            constraint=models.CheckConstraint(condition=models.Q(('every__gte', 1), ('minutes__gte', 1), ('slots__gte', 1)), name='series_moves_on'),
        ),
    ]
