"""What every move has in common: locks, the table of moves, seats, and the history.

Locks are always taken in this order: the pupil, then offers, then applications, each by ascending
id. So two moves never wait for one another, and seats are counted by one at a time.
"""

from collections.abc import Iterable

from django.db.models import F
from django.utils import timezone

from geo_matching.accounts.models import User
from geo_matching.applications.deadlines import due_after
from geo_matching.applications.models import Application, ApplicationMove
from geo_matching.applications.refusals import AnsweredError, RefusedError, last_word
from geo_matching.applications.states import MOVES, SEATED, State
from geo_matching.common.versions import bump
from geo_matching.schools.models import Student
from offers.models import Offer

# Processes keep the seats of all offers in memory until this version moves.
SEATS = "seats"


def lock_student(pk: int) -> Student:
    students = Student.objects.select_related("college", "user")
    # Without the key: rows that only point to the pupil may be written meanwhile.
    return students.select_for_update(no_key=True, of=("self",)).get(pk=pk)


def lock_offers(pks: Iterable[int]) -> dict[int, Offer]:
    offers = Offer.objects.filter(pk__in=set(pks)).select_related("site__host").order_by("pk")
    return {o.pk: o for o in offers.select_for_update(no_key=True, of=("self",))}


def lock_applications(pks: Iterable[int], offers: dict[int, Offer]) -> list[Application]:
    """Lock these applications, whose offers are locked, and tie them to the locked rows."""
    rows = Application.objects.filter(pk__in=set(pks), offer__in=offers)
    rows = rows.select_related("student__user", "student__college").order_by("pk")
    found = list(rows.select_for_update(no_key=True, of=("self",)))
    for application in found:
        application.offer = offers[application.offer_id]
    return found


def lock(pk: int) -> Application:
    """Lock an application and its offer, the offer first.

    Raises
    ------
    Application.DoesNotExist
    """
    offer_id = Application.objects.values_list("offer_id", flat=True).get(pk=pk)
    (application,) = lock_applications([pk], lock_offers([offer_id]))
    return application


def step(name: str, application: Application, by: User | None, message: str = "") -> bool:
    """Make one move of a locked application and write it down; False when it was made already.

    Raises
    ------
    RefusedError
        When the state does not allow it (AnsweredError, when somebody was faster) or no seat is
        left.
    """
    move = MOVES[name]
    before = State(application.state)
    if before not in move.sources:
        if before == move.target and _was_mine(application, by):
            return False
        raise AnsweredError(last_word(application))
    _count_seat(application.offer, before, move.target)
    now = timezone.now()
    application.state, application.changed_at = move.target, now
    if name != "read":
        # Reading does not give the host more time.
        application.due_at = due_after(move.target, application.week, now)
        application.warned_at = None
    application.save(
        update_fields=["state", "changed_at", "due_at", "warned_at", "answer", "was_restored"]
    )
    ApplicationMove.objects.create(
        application=application,
        from_state=before,
        to_state=move.target,
        actor=by,
        message=message,
    )
    return True


def seats_changed() -> None:
    """Have every process read the seats again; last in a transaction, since all moves meet here."""
    bump(SEATS, derived=True)


def _was_mine(application: Application, by: User | None) -> bool:
    """Say whether the same person made the last move: a second click, not a second opinion."""
    last = application.moves.order_by("-pk").first()
    return last is not None and last.actor_id == (by.pk if by else None)


def _count_seat(offer: Offer, before: State, after: State) -> None:
    change = int(after in SEATED) - int(before in SEATED)
    if not change:
        return
    if change > 0 and offer.seats_left <= 0:
        raise RefusedError("Toutes les places de cette offre sont prises.")
    Offer.objects.filter(pk=offer.pk).update(seats_taken=F("seats_taken") + change)
    offer.seats_taken += change
