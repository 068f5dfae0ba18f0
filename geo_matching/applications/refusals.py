"""Why a move cannot be made, in words for the person who tried."""

from django.utils.timezone import localtime

from geo_matching.applications.models import Application, ApplicationMove
from geo_matching.applications.states import State
from geo_matching.common.french_dates import french_date
from geo_matching.common.text import NARROW_SPACE

_DONE = {
    State.READ: "a lu cette candidature",
    State.TRANSFERRED: "a confié cette candidature à un collègue",
    State.ACCEPTED: "a accepté cette candidature",
    State.REJECTED: "a refusé cette candidature",
    State.CANCELLED_BY_HOST: "a annulé ce stage",
}
_SINCE = {
    State.CONFIRMED: "L'élève a confirmé ce stage",
    State.WITHDRAWN: "L'élève a retiré sa candidature",
    State.TAKEN_ELSEWHERE: "L'élève a confirmé un autre stage",
    State.EXPIRED: "Le délai de réponse est passé",
    State.EXPIRED_UNCONFIRMED: "L'élève n'a pas confirmé à temps",
    State.SUBMITTED: "L'élève a envoyé sa candidature",
    State.RESTORED: "L'élève a renvoyé sa candidature",
}


class RefusedError(Exception):
    """A move that cannot be made; its text is a French sentence for the person who tried."""


class AnsweredError(RefusedError):
    """Somebody was faster: the text says who did what and when."""


def when(move: ApplicationMove) -> str:
    """Return "26 novembre 2026 à 10 h 12"."""
    at = localtime(move.at)
    clock = f"{at.hour}{NARROW_SPACE}h{NARROW_SPACE}{at.minute:02}"
    return f"{french_date(at, 'j F Y')} à {clock}"


def last_word(application: Application) -> str:
    """Say how an application came to where it is: who, what, when."""
    move = application.moves.select_related("actor").order_by("-pk").first()
    if move is None:
        return f"Cette candidature est déjà {application.get_state_display()}."
    state = State(move.to_state)
    if state in _SINCE:
        return f"{_SINCE[state]} le {when(move)}."
    return f"{_who(application, move)} {_DONE[state]} le {when(move)}."


def _who(application: Application, move: ApplicationMove) -> str:
    if move.actor is not None:
        return str(move.actor)
    # Whoever answers by a link has no account, and neither has whoever left since.
    passed_on = application.answer_links.exists()
    return "La personne à qui le lien a été transmis" if passed_on else "La structure"


def refuse_masked(application: Application) -> None:
    """Let nothing draw a pupil to an offer that moderators took off; what ends it stays possible.

    Raises
    ------
    RefusedError
    """
    if application.offer.masked_at is not None:
        raise RefusedError("Cette offre a été masquée par la modération.")
