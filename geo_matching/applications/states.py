"""The states of an application, and the explicit table of what leads from one to the next."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.db import models


class State(models.TextChoices):
    SUBMITTED = "submitted", "envoyée"
    READ = "read", "lue par la structure"
    TRANSFERRED = "transferred", "confiée à un collègue"
    ACCEPTED = "accepted", "acceptée, à confirmer"
    CONFIRMED = "confirmed", "confirmée"
    REJECTED = "rejected", "refusée"
    CANCELLED_BY_HOST = "cancelled_by_host", "annulée par la structure"
    WITHDRAWN = "withdrawn", "retirée par l'élève"
    # Another stage was confirmed.
    TAKEN_ELSEWHERE = "taken_elsewhere", "un autre stage a été choisi"
    EXPIRED = "expired", "sans réponse de la structure"
    EXPIRED_UNCONFIRMED = "expired_unconfirmed", "non confirmée à temps"
    RESTORED = "restored", "renvoyée par l'élève"


class Actor(StrEnum):
    PUPIL = "pupil"
    HOST = "host"
    CLOCK = "clock"  # a deadline has passed
    SERVICE = "service"  # follows from another move


@dataclass(frozen=True, slots=True)
class Move:
    """One allowed step: who may take it, from which states, to which state."""

    actor: Actor
    sources: frozenset[State]
    target: State


# Waiting for the host's answer.
WAITING = frozenset({State.SUBMITTED, State.READ, State.TRANSFERRED, State.RESTORED})
# Holding a seat.
SEATED = frozenset({State.ACCEPTED, State.CONFIRMED})
LIVE = WAITING | SEATED
CLOSED_FOR_PUPIL = frozenset({State.WITHDRAWN, State.TAKEN_ELSEWHERE})
REFUSED_OR_LATE = frozenset(
    {State.REJECTED, State.CANCELLED_BY_HOST, State.EXPIRED, State.EXPIRED_UNCONFIRMED}
)

MOVES: Mapping[str, Move] = {
    "read": Move(Actor.HOST, frozenset({State.SUBMITTED, State.RESTORED}), State.READ),
    "transfer": Move(
        Actor.HOST, frozenset({State.SUBMITTED, State.READ, State.RESTORED}), State.TRANSFERRED
    ),
    "accept": Move(Actor.HOST, WAITING, State.ACCEPTED),
    # A move of its own: who answers what a colleague has just refused must not overturn it unseen.
    "accept_again": Move(Actor.HOST, REFUSED_OR_LATE, State.ACCEPTED),
    "reject": Move(Actor.HOST, WAITING, State.REJECTED),
    "cancel": Move(Actor.HOST, SEATED, State.CANCELLED_BY_HOST),
    "confirm": Move(Actor.PUPIL, frozenset({State.ACCEPTED}), State.CONFIRMED),
    "withdraw": Move(Actor.PUPIL, LIVE, State.WITHDRAWN),
    "restore": Move(Actor.PUPIL, CLOSED_FOR_PUPIL, State.RESTORED),
    "take_elsewhere": Move(Actor.SERVICE, WAITING | {State.ACCEPTED}, State.TAKEN_ELSEWHERE),
    "expire": Move(Actor.CLOCK, WAITING, State.EXPIRED),
    "expire_unconfirmed": Move(Actor.CLOCK, frozenset({State.ACCEPTED}), State.EXPIRED_UNCONFIRMED),
}
