"""What the partner API's page says of bodies, answers, parameters and errors."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from drf_spectacular.utils import (
    OpenApiExample,
    OpenApiParameter,
    OpenApiResponse,
    extend_schema,
    inline_serializer,
)
from rest_framework import serializers

from geo_matching.api.partner.examples import (
    ANSWER_EXAMPLE,
    BODY_EXAMPLE,
    LIST_EXAMPLE,
    PATCH_EXAMPLE,
)

View = TypeVar("View", bound=Callable[..., Any])
Char, Integer, Boolean = serializers.CharField, serializers.IntegerField, serializers.BooleanField


class PartnerErrorSerializer(serializers.Serializer):
    """Une erreur, toujours sous cette forme."""

    code = Char(help_text="Code stable, pour un programme.")
    error = serializers.JSONField(help_text="Une phrase, ou des messages par champ.")
    location = Char(required=False, help_text="409\u202f: l'adresse de l'offre qui existe déjà.")


class CoordinatesSerializer(serializers.Serializer):
    latitude = serializers.FloatField()
    longitude = serializers.FloatField()


class OfferFieldsSerializer(serializers.Serializer):
    """Les champs d'une offre ; l'adresse sert à trouver le point quand `coordinates` manque."""

    title = Char(max_length=150)
    description = Char(max_length=1500)
    employer_name = Char(max_length=150)
    employer_description = Char(max_length=275)
    employer_website = Char(max_length=540, required=False, allow_null=True)
    employer_chosen_name = Char(max_length=150, required=False)
    coordinates = CoordinatesSerializer(required=False)
    street = Char(max_length=200, required=False)
    zipcode = Char(help_text="Cinq chiffres.")
    city = Char(max_length=50)
    sector_uuid = Char(help_text="s1 à s51, ou l'ancien UUID.")
    remote_id = Char(max_length=60, help_text="Votre identifiant, unique dans votre compte.")
    permalink = Char(max_length=200, help_text="Page de l'offre chez vous.")
    max_candidates = Integer(required=False, min_value=1, max_value=6000)
    is_public = Boolean(required=False)
    lunch_break = Char(required=False, allow_blank=True)
    daily_hours = serializers.DictField(child=serializers.ListField(child=Char()), required=False)
    handicap_accessible = Boolean(required=False)
    weeks = serializers.ListField(child=Char(), help_text="2026-W48")
    grades = serializers.ListField(
        child=serializers.ChoiceField(choices=["troisieme", "quatrieme", "seconde"])
    )
    rep = Boolean(required=False)
    qpv = Boolean(required=False)


class PatchFieldsSerializer(OfferFieldsSerializer):
    """Les mêmes champs, aucun n'est obligatoire."""

    published_at = serializers.DateTimeField(
        allow_null=True, help_text="null\u202f: dépublie\u202f; absent\u202f: ne change rien."
    )

    def get_fields(self) -> dict[str, Any]:
        fields = super().get_fields()
        for field in fields.values():
            field.required = False
        return fields


class OfferBodySerializer(serializers.Serializer):
    internship_offer = OfferFieldsSerializer()


class OfferPatchSerializer(serializers.Serializer):
    internship_offer = PatchFieldsSerializer()


class OfferAnswerSerializer(serializers.Serializer):
    """L'offre après le changement."""

    title = Char()
    description = Char()
    employer_name = Char(help_text="Caché quand votre compte le demande.")
    employer_description = Char(allow_null=True)
    employer_website = Char(allow_null=True)
    street = Char(help_text="N/A\u202f: inconnue.")
    zipcode = Char()
    city = Char()
    remote_id = Char()
    permalink = Char()
    max_candidates = Integer()
    published_at = Char(allow_null=True)
    is_public = Boolean()
    formatted_coordinates = CoordinatesSerializer()
    weeks = serializers.ListField(child=Char(), help_text="2026-W9\u202f: sans zéro devant.")
    grades = serializers.ListField(child=Char())
    coordinates_precision = serializers.ChoiceField(
        choices=["given", "address", "postcode"],
        help_text=(
            "given\u202f: votre point\u202f; address\u202f: trouvé par l'adresse\u202f; "
            "postcode\u202f: à préciser."
        ),
    )
    notice = Char(required=False, help_text="Ce qu'il faut savoir ou corriger.")


class PaginationSerializer(serializers.Serializer):
    totalInternshipOffers = Integer()  # noqa: N815 - the contract's names
    internshipOffersPerPage = Integer()  # noqa: N815
    totalPages = Integer()  # noqa: N815
    currentPage = Integer()  # noqa: N815
    nextPage = Char(allow_null=True)  # noqa: N815
    prevPage = Char(allow_null=True)  # noqa: N815
    isFirstPage = Boolean()  # noqa: N815
    isLastPage = Boolean()  # noqa: N815
    pageUrlBase = Char()  # noqa: N815


class OfferLineSerializer(serializers.Serializer):
    id = Integer()
    title = Char()
    description = Char()
    employer_name = Char()
    employer_description = Char(allow_null=True)
    employer_website = Char(allow_null=True)
    url = Char()
    city = Char()
    zipcode = Char()
    street = Char()
    date_start = Char(
        allow_null=True, help_text="«\u202f16 juin 2025\u202f»\u202f; un blanc devant un chiffre."
    )
    date_end = Char(allow_null=True)
    latitude = serializers.FloatField()
    longitude = serializers.FloatField()
    image = Char()
    sector = Char()
    handicap_accessible = Boolean()
    period = Integer()
    weeks = Char(help_text="du 16/06/2025 au 20/06/2025, ...")
    remote_id = Char(allow_null=True)
    is_public = Boolean()
    grades = serializers.ListField(child=Char())
    permalink = Char(allow_null=True)
    rep = Boolean()
    qpv = Boolean()


class OfferPageSerializer(serializers.Serializer):
    pagination = PaginationSerializer()
    internshipOffers = OfferLineSerializer(many=True)  # noqa: N815


def example(name: str, value: Any, *, request: bool) -> OpenApiExample:
    return OpenApiExample(name, value, request_only=request, response_only=not request)


def inline(name: str, fields: dict[str, Any], **options: Any) -> Any:
    """Return a serializer of these fields, for the schema only; `many` makes it a list."""
    return inline_serializer(name, fields, **options)


_ANSWERED = OpenApiResponse(
    OfferAnswerSerializer, examples=[example("offre", ANSWER_EXAMPLE, request=False)]
)
CREATED = {201: _ANSWERED}
OFFER_ANSWERS = {200: _ANSWERED}
LISTED = {
    200: OpenApiResponse(
        OfferPageSerializer, examples=[example("page", LIST_EXAMPLE, request=False)]
    )
}
_REASONS = {
    400: (
        "VALIDATION_ERROR\u202f: des champs manquent ou n'ont pas la bonne forme\u202f; "
        "`error` les nomme."
    ),
    401: "UNAUTHORIZED\u202f: jeton absent, inconnu ou expiré, ou accès refusé.",
    404: "NOT_FOUND.",
    409: (
        "DUPLICATE_API\u202f: `remote_id` déjà pris\u202f; API_ALREADY_DESTROYED\u202f: "
        "offre déjà supprimée."
    ),
    413: "TOO_LARGE\u202f: demande trop grande.",
    422: (
        "BAD_PAYLOAD\u202f: pas de JSON, ou des parties obligatoires manquent\u202f; WRONG_PARAMS."
    ),
    429: "TOO_MANY_REQUESTS\u202f: plus de 100 appels dans la minute\u202f; voir Retry-After.",
    503: "UNAVAILABLE\u202f: à redemander.",
}
PAGE = OpenApiParameter("page", int, description="Page, à partir de 1.")
SEARCH_PARAMETERS = [
    PAGE,
    OpenApiParameter(
        "latitude", float, description="Avec longitude\u202f: les plus proches d'abord."
    ),
    OpenApiParameter("longitude", float),
    OpenApiParameter("radius", float, description="Mètres, 60\u202f000 au plus et par défaut."),
    OpenApiParameter("keyword", str, description="Dans le titre, le texte ou le nom."),
    OpenApiParameter("sectors[]", str, many=True, description="s33"),
    OpenApiParameter("sector_ids[]", int, many=True, description="`id` de GET sectors."),
    OpenApiParameter("weeks[]", str, many=True, description="2026-W48"),
    OpenApiParameter("week_ids[]", int, many=True, description="202648"),
    OpenApiParameter("grades[]", str, many=True, description="troisieme, quatrieme ou seconde"),
]
_BODY_EXAMPLES: dict[Any, list[OpenApiExample]] = {
    OfferBodySerializer: [example("offre", BODY_EXAMPLE, request=True)],
    OfferPatchSerializer: [example("dépublier", PATCH_EXAMPLE, request=True)],
}


def errors(*statuses: int) -> dict[int, OpenApiResponse]:
    return {one: OpenApiResponse(PartnerErrorSerializer, _REASONS[one]) for one in statuses}


def compatible(
    description: str,
    responses: dict[int, Any],
    *,
    statuses: tuple[int, ...] = (),
    parameters: Sequence[OpenApiParameter] = (),
    request: Any = None,
    is_open: bool = False,
    **more: Any,
) -> Callable[[View], View]:
    """Describe a view of the partner API; `statuses` beside 401, 429 and 503."""
    always = (429, 503) if is_open else (401, 429, 503)
    auth: Any = [] if is_open else [{"partnerToken": []}]
    more.setdefault("examples", _BODY_EXAMPLES.get(request, []))
    decorator: Callable[[View], View] = extend_schema(
        description=description,
        request=request,
        parameters=list(parameters),
        responses={**responses, **errors(*sorted({*statuses, *always}))},
        auth=auth,
        **more,
    )
    return decorator
