"""France's administrative chain as the Ministry uses it: commune, département, académie, région."""

from django.contrib.gis.db import models
from django.contrib.postgres.indexes import GistIndex


class Region(models.Model):
    code = models.CharField("code INSEE", max_length=3, primary_key=True)
    name = models.CharField("nom", max_length=80)

    class Meta:
        verbose_name = "région"
        verbose_name_plural = "régions"
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Academy(models.Model):
    code = models.CharField("code", max_length=3, primary_key=True)
    name = models.CharField("nom", max_length=80)
    region = models.ForeignKey(
        Region, on_delete=models.PROTECT, related_name="academies", verbose_name="région"
    )

    class Meta:
        verbose_name = "académie"
        verbose_name_plural = "académies"
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Departement(models.Model):
    """`code` in the short public form: 01, 2A, 38, 971."""

    code = models.CharField("code", max_length=3, primary_key=True)
    name = models.CharField("nom", max_length=80)
    academy = models.ForeignKey(
        Academy, on_delete=models.PROTECT, related_name="departements", verbose_name="académie"
    )
    region = models.ForeignKey(
        Region, on_delete=models.PROTECT, related_name="departements", verbose_name="région"
    )

    class Meta:
        verbose_name = "département"
        verbose_name_plural = "départements"
        ordering = ("code",)

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"


class Commune(models.Model):
    code = models.CharField("code INSEE", max_length=5, primary_key=True)
    name = models.CharField("nom", max_length=120)
    departement = models.ForeignKey(
        Departement, on_delete=models.PROTECT, related_name="communes", verbose_name="département"
    )
    # An arrondissement of Paris, Lyon or Marseille belongs to the commune of the whole city.
    parent = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="arrondissements",
        verbose_name="commune entière",
    )
    # In the list of communes of that year; null for one that only collèges name.
    vintage = models.PositiveSmallIntegerField("millésime", null=True, blank=True)
    centre = models.PointField("centre", srid=4326, null=True, blank=True, spatial_index=False)

    class Meta:
        verbose_name = "commune"
        verbose_name_plural = "communes"
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class TerritoryContour(models.Model):
    """The contour of a commune, département, académie or région.

    Apart from their tables, so that no list of collèges drags megabytes of borders along.
    """

    class Level(models.TextChoices):
        COMMUNE = "commune", "commune"
        DEPARTEMENT = "departement", "département"
        ACADEMY = "academy", "académie"
        REGION = "region", "région"

    level = models.CharField("échelon", max_length=12, choices=Level)
    code = models.CharField("code", max_length=5)
    # Where a contour lies, to read those of one département: "" for académies and régions.
    departement_code = models.CharField("département", max_length=3, blank=True, db_index=True)
    geometry = models.MultiPolygonField("contour", srid=4326, spatial_index=False)

    class Meta:
        verbose_name = "contour"
        verbose_name_plural = "contours"
        indexes = [GistIndex(fields=["geometry"], name="territory_contour_gist")]
        constraints = [
            models.UniqueConstraint(fields=["level", "code"], name="one_contour_a_territory"),
            models.CheckConstraint(
                condition=models.Q(geometry__isvalid=True), name="territory_contour_is_valid"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_level_display()} {self.code}"
