"""Keeps what somebody typed when the session ends before the form is sent.

It waits in the new session until the same person has signed in again: a signed name in the form
says who typed it, so the next pupil at a shared computer never sees it.
"""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core import signing
from django.http import HttpRequest, HttpResponseBase, QueryDict

_KEY = "typed"
_SALT = "typed-by"
_VALID_S = 3600
_LONGEST = 20_000

View = Callable[..., HttpResponseBase]


def signed_user(request: HttpRequest) -> str:
    """Return what the form's hidden field `who` holds."""
    return signing.dumps(request.user.pk, salt=_SALT)


def keeps_typed(view: View) -> View:
    """Keep the fields of a form that comes without a session; put it outside `allowed`."""

    @wraps(view)
    def kept(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method == "POST" and not request.user.is_authenticated:
            _remember(request)
        return view(request, *args, **kwargs)

    return kept


def typed_before(request: HttpRequest) -> QueryDict | None:
    """Return, once, what this person typed into the form of this address before signing in."""
    kept = request.session.get(_KEY)
    if not kept or kept["path"] != request.path:
        return None
    del request.session[_KEY]
    if kept["who"] != request.user.pk or time.time() - kept["at"] > _VALID_S:
        return None
    return QueryDict(kept["fields"])


def _remember(request: HttpRequest) -> None:
    try:
        who = signing.loads(request.POST.get("who", ""), salt=_SALT)
    except signing.BadSignature:
        return
    fields = request.POST.copy()
    for name in ("who", "csrfmiddlewaretoken"):
        fields.pop(name, None)
    text = fields.urlencode()
    if len(text) <= _LONGEST:
        request.session[_KEY] = {
            "path": request.path,
            "who": who,
            "at": time.time(),
            "fields": text,
        }
