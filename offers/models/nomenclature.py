"""Activities (NAF) and occupations (ROME), each code beside the nomenclature it belongs to."""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Nomenclature(models.TextChoices):
    """Two nomenclatures share the shape of their codes: a code alone says nothing."""

    NAF_REV2 = "naf-rev2", "NAF rév. 2 (jusqu'au 31 décembre 2026)"
    NAF_2025 = "naf-2025", "NAF 2025 (à partir du 1er janvier 2027)"


class NafSector(models.Model):
    """The sector of the platform that an activity belongs to."""

    nomenclature = models.CharField("nomenclature", max_length=10, choices=Nomenclature)
    code = models.CharField("code NAF", max_length=6)
    sector = models.CharField("domaine", max_length=4)

    class Meta:
        verbose_name = "domaine d'une activité"
        verbose_name_plural = "domaines des activités"
        ordering = ("nomenclature", "code")
        constraints = [
            models.UniqueConstraint(fields=["nomenclature", "code"], name="one_sector_a_naf_code"),
        ]

    def __str__(self) -> str:
        return f"{self.code}\u202f: {self.sector}"


class Occupation(models.Model):
    """An occupation of the ROME with its job titles; no official table leads to it from NAF."""

    nomenclature = models.CharField("nomenclature", max_length=20)
    code = models.CharField("code ROME", max_length=5)
    name = models.CharField("métier", max_length=200)
    titles = ArrayField(
        models.CharField("appellation", max_length=300), verbose_name="appellations"
    )

    class Meta:
        verbose_name = "métier"
        verbose_name_plural = "métiers"
        ordering = ("nomenclature", "code")
        constraints = [
            models.UniqueConstraint(fields=["nomenclature", "code"], name="one_occupation_a_code"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"
