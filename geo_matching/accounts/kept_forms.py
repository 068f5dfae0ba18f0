"""What somebody typed when the session had ended: kept until the same person has signed in.

The form names who it was shown to, signed (`{% kept_for %}`), so that the next pupil at a shared
computer never sees it; a form without that name is not kept.
"""

import time

from django.core import signing
from django.http import HttpRequest, QueryDict

KEPT = "kept_form"
FOR_S = 60 * 60
# Longer than any form of ours; an upload is not kept.
MOST_BYTES = 40_000
WHO = "who"
NEVER = (WHO, "csrfmiddlewaretoken", "password", "password1", "password2", "oldpassword", "secret")
_SALT = "kept-form"


def signed_name(request: HttpRequest) -> str:
    """Return what the form's hidden field `who` holds."""
    return signing.dumps(request.user.pk, salt=_SALT)


def keep(request: HttpRequest) -> None:
    """Keep a form that a visitor has sent to a guarded page; it stays in this browser's session."""
    try:
        who = signing.loads(request.POST.get(WHO, ""), salt=_SALT)
    except signing.BadSignature:
        return
    typed = request.POST.copy()
    for name in NEVER:
        typed.pop(name, None)
    text = typed.urlencode()
    if text and len(text) <= MOST_BYTES:
        request.session[KEPT] = {"path": request.path, "who": who, "text": text, "at": time.time()}


def kept_post(request: HttpRequest) -> QueryDict | None:
    """Return what this person typed on this page before signing in, once; None without any.

    A view writes `Form(request.POST or kept_post(request))`: the form stands there as it was sent.
    """
    kept = request.session.get(KEPT)
    if not kept or kept["path"] != request.path:
        return None
    del request.session[KEPT]
    mine = kept["who"] == request.user.pk and time.time() - kept["at"] < FOR_S
    return QueryDict(kept["text"]) if mine else None
