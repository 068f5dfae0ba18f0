"""Addresses found by what is typed, in our own copy of the national base; nothing is kept."""

from django.contrib.gis.geos import Point
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from geo_matching.api.signed_in import SearchThrottle, SignedInView
from geo_matching.api.v1.parameters import NumberParameter, TextParameter
from qpv_data.address_search import find_addresses

LONGEST = 200
Q = TextParameter("q", "Adresse ou début d'adresse.", required=True)
LAT = NumberParameter("lat", "Latitude près de laquelle chercher d'abord.", low=-90, high=90)
LON = NumberParameter("lon", "Longitude près de laquelle chercher d'abord.", low=-180, high=180)


@extend_schema(exclude=True)
class Addresses(SignedInView):
    """Adresses qui correspondent à ce qui est saisi."""

    required_action = "offers.post"
    throttle_classes = [SearchThrottle]

    def get(self, request: Request) -> Response:
        text = (Q.text(request.query_params) or "")[:LONGEST]
        lat, lon = LAT.read(request.query_params), LON.read(request.query_params)
        near = None if lat is None or lon is None else Point(lon, lat, srid=4326)
        results = [
            {
                "label": found.label,
                "street": f"{found.number} {found.street}".strip(),
                "postcode": found.postcode,
                "city": found.city,
                "lat": found.lat,
                "lon": found.lon,
                "precision": "address" if found.is_door else "street",
            }
            for found in find_addresses(text, near)
        ]
        response = Response({"results": results})
        # Somebody else on the same machine is not to read what was typed.
        response["Cache-Control"] = "private, no-store"
        return response
