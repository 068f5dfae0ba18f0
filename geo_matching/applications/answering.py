"""One answer of a host as a page sends it: its forms, what it did, or why it could not."""

from dataclasses import dataclass, replace

from django import forms
from django.http import QueryDict

from geo_matching.accounts.models import User
from geo_matching.applications import moving
from geo_matching.applications.conversation import Side, write
from geo_matching.applications.forms import AnswerForm, MessageForm, TransferForm
from geo_matching.applications.models import Application
from geo_matching.applications.refusals import RefusedError

_ACCEPTED = "L'élève est accepté. Il a été prévenu, et doit maintenant confirmer."
_DONE = {
    "accept": _ACCEPTED,
    "accept_again": _ACCEPTED,
    "reject": "Votre réponse est envoyée à l'élève.",
    "cancel": "Le stage est annulé, l'élève est prévenu.",
    "message": "Votre message est envoyé à l'élève.",
    "transfer": "Le lien est envoyé à votre collègue.",
}
_ANSWERS = {
    "accept": moving.accept,
    "accept_again": moving.accept_again,
    "reject": moving.reject,
    "cancel": moving.cancel,
}


@dataclass(frozen=True, slots=True)
class Answer:
    """The forms of the page; `verb` is the one that was sent, `done` what it did."""

    verb: str
    words: AnswerForm
    message: MessageForm
    transfer: TransferForm
    done: str = ""
    refused: str = ""


def blank(typed: QueryDict | None = None) -> Answer:
    """Return the forms before anything is sent, holding what was typed before, if anything."""
    if typed is None:
        return Answer("", AnswerForm(), MessageForm(), TransferForm())
    verb = typed.get("verb", "")
    return Answer(
        verb,
        AnswerForm(typed if verb in _ANSWERS else None),
        MessageForm(typed if verb == "message" else None),
        TransferForm(typed if verb == "transfer" else None),
    )


def answer_from(
    typed: QueryDict, application: Application, by: User | None, verbs: frozenset[str] | None = None
) -> Answer:
    """Do what the page asks; `verbs` bounds what may be asked (all when None)."""
    answer = blank(typed)
    verb = answer.verb
    if verb not in _DONE or (verbs is not None and verb not in verbs):
        return replace(answer, refused="Choisissez une réponse.")
    form: forms.Form = {"message": answer.message, "transfer": answer.transfer}.get(
        verb, answer.words
    )
    if not form.is_valid():
        return answer
    try:
        _do(verb, form, application.pk, by)
    except RefusedError as refusal:
        return replace(answer, refused=str(refusal))
    return replace(answer, done=_DONE[verb])


def _do(verb: str, form: forms.Form, pk: int, by: User | None) -> None:
    if isinstance(form, AnswerForm):
        _ANSWERS[verb](pk, by, form.words(verb))
    elif by is not None and verb == "message":
        write(pk, by, Side.HOST, form.cleaned_data["message"])
    elif by is not None:
        moving.transfer(pk, by, form.cleaned_data["email"])
