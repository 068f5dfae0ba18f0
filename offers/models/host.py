"""The host structure (structure d'accueil): a firm, an administration or an association."""

from django.db import models


class Host(models.Model):
    """Identified by SIRET where known, else by its normalised name within one source."""

    name = models.CharField("nom", max_length=150)
    # Lower-case name without accents or punctuation: what imports recognise a host by.
    key = models.CharField("clé", max_length=160, unique=True)
    siret = models.CharField("SIRET", max_length=14, blank=True)
    description = models.CharField("présentation", max_length=275, blank=True)
    website = models.CharField("site web", max_length=560, blank=True)
    is_public = models.BooleanField("public", default=False)

    class Meta:
        verbose_name = "structure d'accueil"
        verbose_name_plural = "structures d'accueil"
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name
