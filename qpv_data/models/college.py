"""The collège: where every commute starts."""

from typing import Self

from django.contrib.gis.db import models
from django.contrib.postgres.indexes import GistIndex
from django.db.models import Func, Q, Value
from django.db.models.functions import Concat

from geo_matching.common.text import normalise
from qpv_data.models.territory import Commune


class EducationPriority(models.TextChoices):
    """Label of the priority-education policy; the year it holds for stands beside it."""

    NONE = "none", "hors éducation prioritaire"
    REP = "rep", "REP"
    REP_PLUS = "rep+", "REP+"


class Normalised(Func):
    """What `normalise` makes of a text, computed by the database."""

    template = (
        "regexp_replace(regexp_replace(normalize(replace(lower(%(expressions)s), 'œ', 'oe'), NFKD),"
        " '[\u0300-\u036f]', '', 'g'), '[^0-9a-z+]+', ' ', 'g')"
    )
    output_field = models.TextField()


class CollegeQuerySet(models.QuerySet):
    def open(self) -> Self:
        return self.filter(is_open=True)

    def located(self) -> Self:
        return self.filter(point__isnull=False)

    def named(self, text: str) -> Self:
        """Keep those whose name, commune, postcode or UAI has every word typed, accents or not."""
        place = Concat("name", Value(" "), "commune__name", Value(" "), "postcode")
        fits = Q()
        for word in normalise(text).split():
            fits &= Q(searched__contains=word)
        return self.annotate(searched=Normalised(place)).filter(fits | Q(uai__iexact=text.strip()))

    def in_priority_education(self) -> Self:
        return self.exclude(priority=EducationPriority.NONE)


class College(models.Model):
    """A collège of the Ministry's directory, keyed by UAI; without coordinates `point` is null."""

    uai = models.CharField("UAI", max_length=8, primary_key=True)
    name = models.CharField("nom", max_length=160)
    is_public = models.BooleanField("public", default=True)
    address = models.CharField("adresse", max_length=200, blank=True)
    postcode = models.CharField("code postal", max_length=5, blank=True)
    commune = models.ForeignKey(
        Commune, on_delete=models.PROTECT, related_name="colleges", verbose_name="commune"
    )
    point = models.PointField("position", srid=4326, null=True, blank=True, spatial_index=False)
    point_precision = models.CharField("précision de la position", max_length=40, blank=True)
    priority = models.CharField(
        "éducation prioritaire",
        max_length=4,
        choices=EducationPriority,
        default=EducationPriority.NONE,
    )
    # Autumn of the school year the label holds for; null where the source gives none.
    priority_year = models.PositiveSmallIntegerField("année du label", null=True, blank=True)
    pupils = models.PositiveIntegerField("élèves", null=True, blank=True)
    # Of the latest autumn known; earlier ones are `headcounts`.
    pupils_3e = models.PositiveIntegerField("élèves de 3e", null=True, blank=True)
    pupils_year = models.PositiveSmallIntegerField("rentrée des effectifs", null=True, blank=True)
    # The establishment's mailbox: whoever reads it works there.
    mail = models.EmailField("adresse électronique officielle", blank=True, default="")
    is_open = models.BooleanField("ouvert", default=True)

    objects = CollegeQuerySet.as_manager()

    class Meta:
        verbose_name = "collège"
        verbose_name_plural = "collèges"
        ordering = ("name", "uai")
        indexes = [
            GistIndex(fields=["point"], name="college_point_gist"),
            models.Index(fields=["priority"], name="college_priority"),
        ]

    def __str__(self) -> str:
        return self.name
