"""E-mail and password against a token of 24 hours."""

from django.contrib.auth import authenticate
from django.contrib.auth.hashers import make_password
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
        user = _signed_in(request, email, password)
        if user is None or not may(user, ACTION):
            raise unauthorized(WRONG_PAIR)
        return Response({"token": signed_token(user)})


def _text(value: object) -> str:
    # Half a character cannot be looked up, nor hashed.
    text = value[:_LONGEST] if isinstance(value, str) else ""
    return text.encode(errors="replace").decode()


def _signed_in(request: Request, email: str, password: str) -> User | None:
    name = None
    if email and "\x00" not in email:
        found = User.objects.filter(email__iexact=email.strip()).only("username").first()
        name = found.get_username() if found else None
    if name is None:
        # As long as for an account that exists.
        make_password(password)
        return None
    user = authenticate(request._request, username=name, password=password)  # noqa: SLF001
    return user if isinstance(user, User) else None
