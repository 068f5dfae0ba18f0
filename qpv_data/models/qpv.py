"""Priority neighbourhoods (quartiers prioritaires, QPV): one row a code and vintage."""

from typing import Any, Self

from django.contrib.gis.db import models
from django.contrib.gis.geos import Point
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GistIndex
from django.db.models import Max

from qpv_data.models.territory import Departement


class QpvQuerySet(models.QuerySet):
    def covering(self, point: Point) -> Self:
        """Keep those whose exact contour covers the point (the legal test, no buffer)."""
        return self.filter(contour__covers=point)


class QpvManager(models.Manager):
    """Asks for the vintage first: a point may lie in a QPV of 2015 and in none of 2024."""

    def get_queryset(self) -> QpvQuerySet:
        raise TypeError(
            "Qpv.objects needs a vintage: of_vintage(2024), of_latest_vintage(), or "
            "of_every_vintage() for what may mix the lists"
        )

    def of_vintage(self, vintage: int) -> QpvQuerySet:
        return self.of_every_vintage().filter(vintage=vintage)

    def of_latest_vintage(self) -> QpvQuerySet:
        """Return those of the latest vintage, none when there is no list at all."""
        every = self.of_every_vintage()
        latest = every.aggregate(latest=Max("vintage"))["latest"]
        return every.filter(vintage=latest) if latest else every.none()

    def of_every_vintage(self) -> QpvQuerySet:
        return QpvQuerySet(self.model, using=self._db)

    def create(self, **values: Any) -> Any:
        return self.of_every_vintage().create(**values)


class Qpv(models.Model):
    """A QPV as decreed in its vintage (2015 or 2024); codes of different vintages never join."""

    code = models.CharField("code", max_length=8)
    vintage = models.PositiveSmallIntegerField("millésime")
    name = models.CharField("nom", max_length=200)
    commune_names = models.CharField("communes", max_length=200, blank=True)
    # A quarter may span communes; the 2015 list gives names only.
    commune_codes = ArrayField(
        models.CharField("code INSEE", max_length=5),
        verbose_name="codes des communes",
        default=list,
        blank=True,
    )
    departement = models.ForeignKey(
        Departement,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        # No way back: `departement.qpvs` would mix the vintages.
        related_name="+",
        verbose_name="département",
    )
    contour = models.MultiPolygonField("contour", srid=4326, spatial_index=False)

    # For the administration pages and imports, which show or write one vintage beside the other.
    every_vintage = QpvQuerySet.as_manager()
    objects = QpvManager()

    class Meta:
        verbose_name = "QPV"
        verbose_name_plural = "QPV"
        ordering = ("code",)
        default_manager_name = "every_vintage"
        indexes = [GistIndex(fields=["contour"], name="qpv_contour_gist")]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "vintage"], name="one_qpv_per_code_and_vintage"
            ),
            models.CheckConstraint(
                condition=models.Q(contour__isvalid=True), name="qpv_contour_is_valid"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"
