"""E-mail and password against a token of 24 hours."""

from django.contrib.auth.hashers import make_password
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from geo_matching.accounts.models import User
from geo_matching.accounts.permissions import may
from geo_matching.api.partner.limits import count_sign_in
from geo_matching.api.partner.reading import read_object
from geo_matching.api.partner.schema import Char, compatible, inline
from geo_matching.api.partner.tokens import ACTION, signed_token, unauthorized
from geo_matching.api.partner.views import JsonView

_LONGEST = 300
WRONG_PAIR = "Adresse électronique ou mot de passe inconnus."


class Login(JsonView):
    """Connexion."""

    public = True

    @compatible(
        "Donne un jeton valable 24 heures.",
        {
            200: inline(
                "PartnerToken",
                {
                    "token": Char(),
                },
            )
        },
        request=inline(
            "PartnerLogin",
            {
                "email": Char(),
                "password": Char(),
            },
        ),
        statuses=(401, 413, 422),
        is_open=True,
    )
    def post(self, request: Request) -> Response:
        given = read_object(request)
        email, password = (_text(given.get(name)) for name in ("email", "password"))
        count_sign_in(request, email)
        user = _signed_in(email, password)
        if user is None or not may(user, ACTION):
            raise unauthorized(WRONG_PAIR)
        # Programs come by this door only: their accounts are in use (accounts/idle.py).
        User.objects.filter(pk=user.pk).update(last_login=timezone.now())
        return Response({"token": signed_token(user)})


def _text(value: object) -> str:
    # Half a character cannot be looked up, nor hashed.
    text = value[:_LONGEST] if isinstance(value, str) else ""
    return text.encode(errors="replace").decode()


def _signed_in(email: str, password: str) -> User | None:
    """Compare the password here: the lock-out of the pages would answer with a page."""
    user = None
    if email and "\x00" not in email:
        user = User.objects.filter(email__iexact=email.strip(), is_active=True).first()
    if user is None:
        # As long as for an account that exists.
        make_password(password)
        return None
    return user if user.check_password(password) else None
