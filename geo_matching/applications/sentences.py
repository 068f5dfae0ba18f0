"""Where an application stands, in words: for the pupil and for the host, with what to do next."""

import datetime as dt
from dataclasses import dataclass

from django.utils.timezone import localdate, localtime

from geo_matching.applications.deadlines import (
    has_begun,
    is_past,
    may_be_reminded,
    may_be_written_to,
)
from geo_matching.applications.models import Application
from geo_matching.applications.states import (
    CLOSED_FOR_PUPIL,
    REFUSED_OR_LATE,
    SEATED,
    WAITING,
    State,
)
from geo_matching.common.french_dates import french_date

# Ready-made words of a refusal: kind, and true whoever reads them.
REFUSALS = (
    "Nous avons reçu plus de demandes que nous n'avons de places. Bonne recherche à toi.",
    "Cette semaine-là, personne dans l'équipe n'est disponible pour bien t'accueillir.",
    "Nous ne pouvons finalement pas accueillir d'élève cette année. Nous en sommes désolés.",
)

_PUPIL = {
    State.SUBMITTED: "Envoyée le {sent}. La structure a jusqu'au {due} pour répondre.",
    State.READ: "La structure l'a lue. Elle a jusqu'au {due} pour répondre.",
    State.TRANSFERRED: "Confiée à la personne qui s'occupe du stage. Réponse avant le {due}.",
    State.RESTORED: "Renvoyée le {changed}. La structure a jusqu'au {due} pour répondre.",
    State.ACCEPTED: (
        "La structure t'accueille\u202f: confirme avant le {due}, sinon tu perds ta place."
    ),
    State.CONFIRMED: "C'est ton stage. Ton collège prépare la convention avec la structure.",
    State.REJECTED: "La structure ne peut pas t'accueillir.",
    State.CANCELLED_BY_HOST: "La structure a dû annuler.",
    State.WITHDRAWN: "Tu as retiré cette candidature le {changed}.",
    State.TAKEN_ELSEWHERE: "Retirée\u202f: tu as confirmé un autre stage.",
    State.EXPIRED: "La structure n'a pas répondu à temps. Tu n'y es pour rien.",
    State.EXPIRED_UNCONFIRMED: "Tu n'as pas confirmé à temps\u202f: la place est de nouveau libre.",
}
_HOST = {
    State.SUBMITTED: "Nouvelle. Répondez avant le {due}.",
    State.READ: "Lue. Répondez avant le {due}.",
    State.TRANSFERRED: "Confiée à un collègue. Réponse attendue avant le {due}.",
    State.RESTORED: "Renvoyée par l'élève le {changed}. Répondez avant le {due}.",
    State.ACCEPTED: "Acceptée. L'élève a jusqu'au {due} pour confirmer.",
    State.CONFIRMED: "Confirmée par l'élève le {changed}.",
    State.REJECTED: "Refusée le {changed}.",
    State.CANCELLED_BY_HOST: "Annulée le {changed}.",
    State.WITHDRAWN: "Retirée par l'élève le {changed}.",
    State.TAKEN_ELSEWHERE: "L'élève a confirmé un autre stage le {changed}.",
    State.EXPIRED: "Restée sans réponse. Vous pouvez encore l'accepter s'il reste des places.",
    State.EXPIRED_UNCONFIRMED: "Non confirmée à temps par l'élève.",
}
_THIS_WEEK = "C'est ta semaine de stage. Bonne découverte\u202f!"
_AFTERWARDS = "Ton stage est terminé."
# Colour of the badge, by DSFR's names; the words stand beside it.
_BADGES = {
    **dict.fromkeys(WAITING, "info"),
    State.ACCEPTED: "new",
    State.CONFIRMED: "success",
    **dict.fromkeys(REFUSED_OR_LATE, "error"),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """How an application stands: a sentence, a badge, and the verbs that its reader may use."""

    application: Application
    sentence: str
    badge: str
    verbs: frozenset[str]
    next_step: str


def for_pupil(
    application: Application, now: dt.datetime, *, placed: bool, to_rate: bool = False
) -> Standing:
    """Say it to the pupil; `placed`: it has a stage, `to_rate`: it is asked how that was."""
    state = State(application.state)
    verbs: set[str] = set()
    if state == State.ACCEPTED and not placed:
        verbs |= {"confirm", "withdraw"}
    elif state in WAITING or (state in SEATED and not _has_taken_place(application)):
        verbs.add("withdraw")
    verbs |= _message(application)
    if to_rate and _is_done(application):
        verbs.add("opinion")
    reminded = application.reminded_at is not None
    if state in WAITING and not reminded and may_be_reminded(application.submitted_at, now):
        verbs.add("remind")
    if state in CLOSED_FOR_PUPIL and not application.was_restored and not placed:
        verbs.add("restore")
    return Standing(
        application,
        _sentence_for_pupil(application, state),
        _BADGES.get(state, ""),
        frozenset(verbs),
        _next_for_pupil(application, state, verbs),
    )


def for_host(application: Application) -> Standing:
    """Say it to the host's team."""
    state = State(application.state)
    verbs: set[str] = set()
    if state in WAITING:
        verbs = {"accept", "reject", "transfer"}
    elif state in REFUSED_OR_LATE:
        verbs = {"accept_again"}
    elif state in SEATED and not _has_taken_place(application):
        verbs = {"cancel"}
    verbs |= _message(application)
    sentence = _filled(_HOST[state], application)
    return Standing(application, sentence, _BADGES.get(state, ""), frozenset(verbs), "")


def can_be_written_to(application: Application) -> bool:
    """Say whether pupil and host may still write to each other about it."""
    return may_be_written_to(application.state, application.week, localdate())


def _message(application: Application) -> set[str]:
    return {"message"} if can_be_written_to(application) else set()


def _has_taken_place(application: Application) -> bool:
    """Say whether this is a confirmed stage whose week has begun: nobody takes it back."""
    return application.state == State.CONFIRMED and has_begun(application.week, localdate())


def _is_done(application: Application) -> bool:
    """Say whether this is a confirmed stage whose week is over."""
    return application.state == State.CONFIRMED and is_past(application.week, localdate())


def _sentence_for_pupil(application: Application, state: State) -> str:
    if _is_done(application):
        return _AFTERWARDS
    if _has_taken_place(application):
        return _THIS_WEEK
    return _filled(_PUPIL[state], application)


def _next_for_pupil(application: Application, state: State, verbs: set[str]) -> str:
    if "confirm" in verbs:
        return "Confirme si tu prends ce stage, ou laisse la place à quelqu'un d'autre."
    if "remind" in verbs:
        return "Tu peux relancer la structure, une fois."
    if state in WAITING:
        asked = "Tu as relancé la structure. " if application.reminded_at else ""
        return f"{asked}En attendant, tu peux candidater ailleurs."
    if state == State.CONFIRMED:
        return _next_for_placed(application, verbs)
    if "restore" in verbs:
        return "Tu as changé d'avis\u202f? Tu peux la renvoyer, une seule fois."
    return "" if state in CLOSED_FOR_PUPIL else "Choisis une autre offre."


def _next_for_placed(application: Application, verbs: set[str]) -> str:
    if "opinion" in verbs:
        return "Dis comment c'était\u202f: cinq questions, une minute."
    if _has_taken_place(application):
        return ""
    return "Prépare ton trajet, et lis ta convention\u202f: quand elle est complète, tu la signes."


def _filled(sentence: str, application: Application) -> str:
    return sentence.format(
        sent=_day(application.submitted_at),
        changed=_day(application.changed_at),
        due=_day(application.due_at) if application.due_at else "jour du stage",
    )


def _day(moment: dt.datetime) -> str:
    return french_date(localtime(moment), "j F")
