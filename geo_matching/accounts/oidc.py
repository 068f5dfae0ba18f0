"""OpenID Connect as the State's providers want it: nonce, PKCE, signed tokens, nothing kept."""

import hmac
import secrets
from typing import Any

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import Http404, HttpRequest, HttpResponse

NONCE = "oidc_nonce"


class SignedAdapter(OpenIDConnectOAuth2Adapter):
    """Checks the signature and the nonce of each token, and reads a signed userinfo too."""

    def complete_login(
        self, request: HttpRequest, app: SocialApp, token: SocialToken, **kwargs: Any
    ) -> SocialLogin:
        id_token = self.verified(app, kwargs["response"].get("id_token", ""))
        expected = request.session.pop(NONCE, "")
        if not expected or not hmac.compare_digest(str(id_token.get("nonce", "")), expected):
            raise OAuth2Error("The id_token answers another question: its nonce differs")
        userinfo = self.userinfo(app, token.token)
        if userinfo.get("sub") != id_token.get("sub"):
            raise OAuth2Error("The userinfo is about somebody else than the id_token")
        data = {"userinfo": {**id_token, **userinfo}}
        login = self.get_provider().sociallogin_from_response(request, data)
        # For the one decision that needs them; they are not saved.
        login.claims = data["userinfo"]
        return login

    def userinfo(self, app: SocialApp, access_token: str) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {access_token}"}
        with get_adapter().get_requests_session() as session:
            answer = session.get(self.profile_url, headers=headers)
            answer.raise_for_status()
        if answer.headers.get("content-type", "").startswith("application/jwt"):
            return self.verified(app, answer.text)
        return dict(answer.json())

    def verified(self, app: SocialApp, token: str) -> dict[str, Any]:
        return dict(
            jwtkit.verify_and_decode(
                credential=token,
                keys_url=self.openid_config["jwks_uri"],
                issuer=self.openid_config["issuer"],
                audience=app.client_id,
                lookup_kid=jwtkit.lookup_kid_jwk,
            )
        )


class SignedProvider(OpenIDConnectProvider):
    oauth2_adapter_class = SignedAdapter

    def get_redirect_from_request_kwargs(self, request: HttpRequest) -> dict[str, Any]:
        kwargs = super().get_redirect_from_request_kwargs(request)
        request.session[NONCE] = secrets.token_urlsafe(24)
        # Nothing that stands in the address of our own page changes what is asked for.
        kwargs["scope"] = self.get_scope()
        kwargs["auth_params"] = {**self.get_auth_params(), "nonce": request.session[NONCE]}
        return kwargs

    def extract_extra_data(self, _data: dict[str, Any]) -> dict[str, Any]:
        """Keep the identifier only: names and birth dates stay with the provider."""
        return {}


def login(request: HttpRequest, provider_id: str) -> HttpResponse:
    return _run(OAuth2LoginView, request, provider_id)


def callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    return _run(OAuth2CallbackView, request, provider_id)


def _run(view: Any, request: HttpRequest, provider_id: str) -> HttpResponse:
    try:
        return view.adapter_view(SignedAdapter(request, provider_id))(request)
    except SocialApp.DoesNotExist as unknown:
        raise Http404 from unknown
