"""Priority neighbourhoods (quartiers prioritaires, QPV): one row a code and vintage."""

from typing import Self

from django.contrib.gis.db import models
from django.contrib.gis.geos import Point
from django.contrib.postgres.indexes import GistIndex

from qpv_data.models.territory import Departement


class QpvQuerySet(models.QuerySet):
    def of_vintage(self, vintage: int) -> Self:
        return self.filter(vintage=vintage)

    def covering(self, point: Point) -> Self:
        """Keep those whose exact contour covers the point (the legal test, no buffer)."""
        return self.filter(contour__covers=point)


class Qpv(models.Model):
    """A QPV as decreed in its vintage (2015 or 2024); codes of different vintages never join."""

    code = models.CharField("code", max_length=8)
    vintage = models.PositiveSmallIntegerField("millésime")
    name = models.CharField("nom", max_length=200)
    commune_names = models.CharField("communes", max_length=200, blank=True)
    departement = models.ForeignKey(
        Departement,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="qpvs",
        verbose_name="département",
    )
    contour = models.MultiPolygonField("contour", srid=4326, spatial_index=False)

    objects = QpvQuerySet.as_manager()

    class Meta:
        verbose_name = "QPV"
        verbose_name_plural = "QPV"
        ordering = ("code",)
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
