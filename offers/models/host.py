"""The host structure (structure d'accueil): a firm, an administration or an association."""

from django.db import models


class Host(models.Model):
    """Identified by its normalised name within one source and one département."""

    name = models.CharField("nom", max_length=150)
    # What imports recognise a host by: see offers.sources.partner.host_key.
    key = models.CharField("clé", max_length=240, unique=True)
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
