"""The sectors that offers may belong to."""

from rest_framework.request import Request
from rest_framework.response import Response

from geo_matching.api.partner.schema import Char, Integer, compatible, inline
from geo_matching.api.partner.views import PartnerView
from offers.sectors import SECTORS

_ListedSectors = inline(
    "PartnerSector",
    {
        "id": Integer(help_text="À ne pas garder\u202f: prenez `uuid`."),
        "name": Char(),
        "external_url": Char(allow_blank=True),
        "uuid": Char(help_text="s1 à s51"),
    },
    many=True,
)
_SECTORS = [
    {"id": int(sector.code[1:]), "name": sector.name, "external_url": "", "uuid": sector.code}
    for sector in SECTORS.values()
]


class Sectors(PartnerView):
    """Domaines."""

    counted = "sectors"

    @compatible(
        "Domaines que `sector_uuid` accepte.",
        {
            200: inline(
                "PartnerSectors",
                {
                    "sectors": _ListedSectors,
                },
            )
        },
    )
    def get(self, _request: Request) -> Response:
        return Response({"sectors": _SECTORS})
