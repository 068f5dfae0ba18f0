"""What came to a host: the list with its filters, one application, answers in bulk."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.http import QueryDict

from geo_matching.accounts.models import User
from geo_matching.applications import moving
from geo_matching.applications.models import (
    Application,
    ApplicationMessage,
    ApplicationQuerySet,
)
from geo_matching.applications.refusals import RefusedError
from geo_matching.applications.states import WAITING, State
from offers.models import Offer

MOST_OFFERS = 200
MOST_AT_ONCE = 100
LARGEST_ID = 2**63 - 1
# What a host filters by: name in the address, label, states.
GROUPS: dict[str, tuple[str, frozenset[State]]] = {
    "a-repondre": ("À traiter", WAITING),
    "acceptees": ("Acceptées, à confirmer par l'élève", frozenset({State.ACCEPTED})),
    "confirmees": ("Confirmées", frozenset({State.CONFIRMED})),
    "closes": ("Closes", frozenset(State) - WAITING - {State.ACCEPTED, State.CONFIRMED}),
    "toutes": ("Toutes", frozenset(State)),
}
FIRST_GROUP = "a-repondre"
# What a line of the list says; a whole offer is ten times that.
_SHOWN = (
    "week",
    "state",
    "submitted_at",
    "changed_at",
    "due_at",
    "was_restored",
    "offer__title",
    "student__user__first_name",
    "student__user__last_name",
    "student__user__username",
    "student__user__erased_at",
    "student__school_class__name",
    "student__college__name",
    "student__college__commune__name",
)


@dataclass(frozen=True, slots=True)
class Asked:
    """The filters of the list; `offer` is None for all."""

    group: str
    offer: int | None


def read_filters(query: QueryDict) -> Asked:
    """Read the filters of an address; what is not valid is left out."""
    group, offer = query.get("etat", ""), query.get("offre", "")
    known = offer.isdecimal() and offer.isascii() and int(offer) <= LARGEST_ID
    return Asked(group if group in GROUPS else FIRST_GROUP, int(offer) if known else None)


def found(user: User, asked: Asked) -> ApplicationQuerySet:
    """Return what the filters keep; what waits longest first, otherwise the latest first."""
    rows = Application.objects.answered_by(user)
    if asked.group != "toutes":
        rows = rows.filter(state__in=GROUPS[asked.group][1])
    if asked.offer is not None:
        rows = rows.filter(offer=asked.offer)
    if asked.group == FIRST_GROUP:
        return rows.order_by("due_at", "pk")
    return rows.order_by("-submitted_at", "-pk")


def in_full(rows: Iterable[Application]) -> list[Application]:
    """Return the rows of a page with what the list shows of them, in their order.

    `last_side` says who wrote the last message, None without any.

    Sorted first and joined after: a host with thousands has only those of the page looked up.
    """
    pks = [application.pk for application in rows]
    last = ApplicationMessage.objects.filter(application=OuterRef("pk")).order_by("-pk")
    lines = Application.objects.select_related(
        "offer", "student__user", "student__school_class", "student__college__commune"
    ).only(*_SHOWN)
    full = lines.annotate(last_side=Subquery(last.values("side")[:1])).in_bulk(pks)
    return [full[pk] for pk in pks if pk in full]


def offers_asked_for(user: User) -> QuerySet[Offer]:
    """Return the offers of the team that got applications, for the filter: title and seats."""
    got = Exists(Application.objects.filter(offer=OuterRef("pk")))
    mine = Offer.objects.filter(got, site__host__members__user=user)
    return mine.order_by("title", "pk").only("title", "capacity", "seats_taken")[:MOST_OFFERS]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a bulk answer did: how many went through, and why the others did not."""

    done: int
    refused: tuple[str, ...]


BULK: dict[str, Callable[[int, User | None, str], Application]] = {
    "accept": moving.accept,
    "reject": moving.reject,
    "cancel": moving.cancel,
}


def answer_all(user: User, verb: str, pks: Iterable[int], message: str) -> Outcome:
    """Answer several at once, each in its own transaction: one refusal does not undo the others."""
    mine = Application.objects.answered_by(user).filter(pk__in=list(pks)[:MOST_AT_ONCE])
    done, refused = 0, []
    # The longest wait first: it gets the last seat.
    for application in mine.select_related("student__user").order_by("submitted_at", "pk"):
        try:
            BULK[verb](application.pk, user, message)
        except RefusedError as refusal:
            refused.append(f"{application.student}\u202f: {refusal}")
        else:
            done += 1
    return Outcome(done, tuple(refused))
