"""What somebody typed when the session had ended: kept until the next sign-in, then shown again."""

import time

from django.http import HttpRequest, QueryDict

KEPT = "kept_form"
FOR_S = 15 * 60
# Longer than any form of ours; an upload is not kept.
MOST_BYTES = 20_000
NEVER = ("csrfmiddlewaretoken", "password", "password1", "password2", "oldpassword", "secret")


def keep(request: HttpRequest) -> None:
    """Keep a form that a visitor has sent to a guarded page; it stays in this browser's session."""
    typed = request.POST.copy()
    for name in NEVER:
        typed.pop(name, None)
    text = typed.urlencode()
    if text and len(text) <= MOST_BYTES:
        request.session[KEPT] = {"path": request.path, "text": text, "at": time.time()}


def kept_post(request: HttpRequest) -> QueryDict | None:
    """Return what was typed on this page before signing in, once; None when there is nothing.

    A view writes `Form(request.POST or kept_post(request))`: the form stands there as it was sent.
    """
    kept = request.session.get(KEPT)
    if not kept or kept["path"] != request.path:
        return None
    del request.session[KEPT]
    return QueryDict(kept["text"]) if time.time() - kept["at"] < FOR_S else None
