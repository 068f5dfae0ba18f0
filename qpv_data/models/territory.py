"""France's administrative chain as the Ministry uses it: commune, département, académie, région."""

from django.contrib.gis.db import models


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
    contour = models.MultiPolygonField("contour", srid=4326, null=True, blank=True)

    class Meta:
        verbose_name = "commune"
        verbose_name_plural = "communes"
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name
