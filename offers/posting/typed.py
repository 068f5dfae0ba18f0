"""Keeps what somebody typed whose session ended meanwhile, until they have signed in again."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.datastructures import MultiValueDict

_KEY = "typed"
_CSRF = "csrfmiddlewaretoken"
# No form of ours is larger.
_MOST_BYTES = 40_000

View = Callable[..., HttpResponse]


def keeps_typed(view: View) -> View:
    """Guard a form's view: what is posted without being signed in waits in the session.

    Goes outside `allowed`, which then leads to the sign-in page and back here.
    """

    @wraps(view)
    def keeping(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        posted = request.method == "POST" and not request.user.is_authenticated
        if posted and int(request.META.get("CONTENT_LENGTH") or 0) <= _MOST_BYTES:
            fields = {name: values for name, values in request.POST.lists() if name != _CSRF}
            request.session[_KEY] = {"path": request.path, "fields": fields}
        return view(request, *args, **kwargs)

    return keeping


def take_typed(request: HttpRequest) -> MultiValueDict | None:
    """Return what waits for this page, once; None when nothing does."""
    kept = request.session.get(_KEY)
    if not kept or kept["path"] != request.path:
        return None
    del request.session[_KEY]
    return MultiValueDict(kept["fields"])
