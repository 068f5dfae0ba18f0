"""What every address of the partner API shares: who calls, how often, in which form."""

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from geo_matching.api.partner.errors import PartnerError, partner_error
from geo_matching.api.partner.limits import count_user
from geo_matching.api.partner.tokens import ACTION, Caller, caller_of, query_tokens_end


class AlwaysJson(BaseContentNegotiation):
    """JSON whatever the Accept header says: existing clients send any."""

    def select_parser(self, _request: Request, _parsers: Any) -> None:
        return None

    def select_renderer(
        self, _request: Request, renderers: Any, _format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        renderer = renderers[0]
        return renderer, renderer.media_type


class JsonView(APIView):
    renderer_classes = (JSONRenderer,)
    content_negotiation_class = AlwaysJson

    def get_exception_handler(self) -> Any:
        return partner_error


@extend_schema(exclude=True)
class UnknownAddress(JsonView):
    """Every address of this API that is none, with or without a slash at its end."""

    public = True

    def get(self, _request: Request, **_kwargs: Any) -> Response:
        raise PartnerError(404, "NOT_FOUND", "Cette adresse n'existe pas.", more={"field": None})

    post = put = patch = delete = get


class CallerMixin:
    """Lets partners in, counts their calls, and tells whoever puts the token into the address."""

    public = False
    required_action = ACTION
    # What is counted together.
    counted: ClassVar[str] = "offers"
    caller: Caller

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)  # type: ignore[misc]
        self.caller = caller_of(request)
        count_user(self.counted, self.caller.user.pk)

    def finalize_response(
        self, request: Request, response: Response, *args: Any, **kwargs: Any
    ) -> Response:
        response = super().finalize_response(request, response, *args, **kwargs)  # type: ignore[misc]
        response["Cache-Control"] = "no-store"
        caller = getattr(self, "caller", None)
        if caller is not None and caller.from_query:
            end = query_tokens_end()
            response["Deprecation"] = "true"
            response["Sunset"] = end.strftime("%a, %d %b %Y 23:59:59 GMT")
        return response


class PartnerView(CallerMixin, JsonView):
    """An address that only partners may ask."""
