"""What offers, rankings and journeys look like, for the schema; offer_json.py writes them."""

from drf_spectacular.utils import inline_serializer
from rest_framework import serializers

from geo_matching.api.v1.common import PointSerializer

Char, Integer = serializers.CharField, serializers.IntegerField


class SectorSerializer(serializers.Serializer):
    code = Char(help_text="Code du domaine, par exemple s33.")
    name = Char()


class HoursSerializer(serializers.Serializer):
    """Un horaire de l'offre ; plusieurs quand les jours diffèrent."""

    start = Char(help_text="09:00")
    end = Char(help_text="17:00")


class CommuteSerializer(serializers.Serializer):
    """Trajet du jour le moins favorable, en minutes arrondies vers le haut, attente comprise."""

    minutes = Integer(help_text="Le plus long de l'aller et du retour.")
    morning = Integer(help_text="Aller\u202f: du départ du collège au début du stage.")
    evening = Integer(help_text="Retour\u202f: de la fin du stage à l'arrivée au collège.")
    rides = Integer(help_text="Véhicules pris, 0 = tout à pied.")
    walk_minutes = Integer(help_text="Marche.")


class QualityPartSerializer(serializers.Serializer):
    rule = Char()
    label = Char(help_text="Ce que l'offre apporte.")  # type: ignore[assignment]
    points = Integer()
    out_of = Integer()


class QualitySerializer(serializers.Serializer):
    """Ce que l'offre dit et apporte, de 0 à 100."""

    score = Integer(min_value=0, max_value=100)
    parts = QualityPartSerializer(many=True)


class BaseOfferSerializer(serializers.Serializer):
    id = Integer()
    title = Char()
    host = Char(help_text="Structure d'accueil.")
    sector = SectorSerializer()
    city = Char()
    capacity = Integer(help_text="Places.")
    seats_left = Integer(help_text="Places libres\u202f; une offre complète n'est plus classée.")
    weeks = serializers.ListField(
        child=Char(), help_text="Semaines ISO\u202f; vide\u202f: toutes les semaines."
    )
    hours = HoursSerializer(many=True)
    point = PointSerializer()
    quality = QualitySerializer()


class RankedOfferSerializer(BaseOfferSerializer):
    """Une offre, son trajet depuis le collège, et pourquoi elle est à ce rang."""

    commute = CommuteSerializer()
    rank_reasons = serializers.ListField(child=Char(), help_text="Raisons, la plus forte d'abord.")


class DaySerializer(serializers.Serializer):
    """Un jour d'une semaine que plusieurs structures se partagent : où, et de quand à quand."""

    day = Char(help_text="lundi, mardi...")
    start = Char(help_text="09:00")
    end = Char(help_text="17:00")
    host = Char()
    street = Char()
    postcode = Char()
    city = Char()
    point = PointSerializer()


class OfferSerializer(BaseOfferSerializer):
    """Une offre en entier."""

    description = Char()
    host_description = Char()
    website = Char()
    is_public = serializers.BooleanField(help_text="Structure publique.")
    street = Char()
    postcode = Char()
    point_precision = Char(help_text="given, address, street ou postcode (à vérifier).")
    daily_hours = serializers.DictField(
        child=serializers.ListField(child=Char()), help_text="Horaires de chaque jour."
    )
    days = serializers.ListField(
        child=DaySerializer(), help_text="Vide quand toute la semaine se passe au même endroit."
    )
    lunch_break = Char()
    audience = Char(help_text="all, rep (REP et REP+), qpv, ou clg (collèges choisis).")
    accessible = serializers.BooleanField(help_text="Accessible en fauteuil.")
    permalink = Char(help_text="Page de l'offre chez le partenaire.")


class BeyondSerializer(serializers.Serializer):
    """Offres de plus quand le trajet peut durer jusqu'à `minutes`."""

    minutes = Integer()
    count = Integer()


class TimetableSerializer(serializers.Serializer):
    """Horaires sur lesquels reposent les durées."""

    date = serializers.DateField(help_text="Jour type des trajets.")
    covered_from = serializers.DateField(help_text="Premier jour des horaires publiés.")
    covered_to = serializers.DateField(help_text="Dernier jour des horaires publiés.")
    notice = Char(
        help_text="Une phrase quand les horaires sont ceux d'une autre période, vide sinon."
    )


class TripTimetableSerializer(TimetableSerializer):
    """Horaires d'un trajet."""

    date = serializers.DateField(help_text="Jour dont les horaires sont donnés.")
    week = Char(allow_null=True, help_text="Semaine ISO dont le trajet était demandé, ou null.")
    notice = Char(
        help_text="Une phrase quand ce jour n'est pas de la semaine demandée, vide sinon."
    )
    text = Char(help_text="Toujours une phrase\u202f: de quel jour sont les horaires.")


class MarkersSerializer(serializers.Serializer):
    """Toutes les offres trouvées, dans l'ordre du classement, pour une carte."""

    count = Integer()
    beyond = BeyondSerializer(allow_null=True)
    timetable = TimetableSerializer()
    columns = serializers.ListField(child=Char())
    rows = serializers.ListField(
        child=serializers.ListField(child=serializers.JSONField()),
        help_text="Une ligne par offre, dans l'ordre de `columns`.",
    )


class LineStringSerializer(serializers.Serializer):
    type = serializers.ChoiceField(choices=["LineString"])
    coordinates = serializers.ListField(
        child=serializers.ListField(child=serializers.FloatField()),
        help_text="Longitude, latitude.",
    )


# Not a class: "from" is a word of Python's own.
LegSerializer = inline_serializer(
    "Leg",
    {
        "kind": serializers.ChoiceField(choices=["walk", "ride"]),
        "from": Char(),
        "to": Char(),
        "departure": Char(help_text="HH:MM:SS, heure locale du jour."),
        "arrival": Char(help_text="HH:MM:SS"),
        "line": Char(help_text="Nom de la ligne, vide à pied."),
        "colour": Char(help_text="#rrggbb ou vide."),
        "text_colour": Char(help_text="#rrggbb ou vide."),
        "headsign": Char(help_text="Direction."),
        "stops": Integer(help_text="Arrêts parcourus, celui de descente compris."),
        "geometry": LineStringSerializer(),
    },
    many=True,
)


class WaySerializer(serializers.Serializer):
    """Un sens du trajet."""

    date = serializers.DateField(help_text="Jour dont les horaires sont donnés.")
    departure = Char(help_text="HH:MM:SS")
    arrival = Char(help_text="HH:MM:SS")
    minutes = Integer(help_text="Attente comprise, arrondies vers le haut.")
    rides = Integer()
    walk_minutes = Integer()
    legs = LegSerializer


class JourneySerializer(serializers.Serializer):
    """Aller et retour ; null : ce sens n'est pas possible."""

    timetable = TripTimetableSerializer()
    morning = WaySerializer(allow_null=True, required=False)
    evening = WaySerializer(allow_null=True, required=False)
