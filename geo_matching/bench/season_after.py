"""What follows from a season's applications: seats, deadlines, messages, agreements, opinions."""

from geo_matching.applications.models import Agreement, Application, Feedback
from geo_matching.applications.states import State
from geo_matching.bench.season_writing import run_sql, write

# Written by the database itself: hundreds of thousands of rows that hold nothing drawn.
_SEATS = """
UPDATE offers_offer o SET seats_taken = held.seats FROM (
    SELECT offer_id, count(*) AS seats FROM applications_application
    WHERE state IN ('accepted', 'confirmed') GROUP BY offer_id) held
WHERE held.offer_id = o.id
"""
_DEADLINES = """
UPDATE applications_application
SET due_at = submitted_at + (1 + id % 30) * interval '1 day'
WHERE state IN ('submitted', 'read', 'accepted')
"""
_MOVES = """
INSERT INTO applications_applicationmove (application_id, from_state, to_state, message, at)
SELECT id, '', 'submitted', '', submitted_at FROM applications_application
UNION ALL
SELECT id, 'submitted', state, '', submitted_at + interval '1 hour' FROM applications_application
WHERE state <> 'submitted'
"""
# One message a person and application, one in four read.
_MESSAGES = """
INSERT INTO notifications_notification
    (recipient_id, email, kind, subject, body, path, created_at, read_at, attempts)
SELECT {who}, '', 'application_received', 'Du nouveau sur une candidature',
    repeat('Votre candidature a avancé. ', 10), '/messages/', a.submitted_at,
    CASE WHEN a.id % 4 = 0 THEN a.submitted_at END, 0
FROM applications_application a {joins}
"""
_OF_PUPILS = ("s.user_id", "JOIN schools_student s ON s.id = a.student_id")
_OF_HOSTS = (
    "m.user_id",
    """JOIN offers_offer o ON o.id = a.offer_id JOIN offers_site t ON t.id = o.site_id
    JOIN offers_hostmember m ON m.host_id = t.host_id""",
)
_ANSWERS = {"welcome": 4, "learned": 3}


def aftermath() -> None:
    """Write what the service itself would have written by now."""
    run_sql(_SEATS)
    for statement in (_DEADLINES, _MOVES):
        run_sql(statement)
    for who, joins in (_OF_PUPILS, _OF_HOSTS):
        run_sql(_MESSAGES.format(who=who, joins=joins))
    # The demo city has an agreement of its own.
    confirmed = Application.objects.filter(
        state=State.CONFIRMED, agreement=None, feedback=None
    ).select_related("offer__site__host", "student__college")
    write(_agreement(application) for application in confirmed.iterator())
    write(
        Feedback(
            offer=application.offer,
            application=application,
            author_id=application.student.user_id,
            voice=Feedback.Voice.PUPIL,
            answers=_ANSWERS,
            rating=0.5,
        )
        for application in confirmed.iterator()
    )


def _agreement(application: Application) -> Agreement:
    site = application.offer.site
    return Agreement(
        application=application,
        status=Agreement.Status.TO_SIGN,
        host_name=site.host.name,
        place=str(site),
        school_name=application.student.college.name,
    )
