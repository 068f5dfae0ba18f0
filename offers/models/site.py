"""A place where a host receives pupils; several offers share one."""

from django.contrib.gis.db import models
from django.contrib.postgres.indexes import GinIndex, GistIndex, OpClass
from django.db.models.functions import Upper

from offers.models.host import Host


class PointPrecision(models.TextChoices):
    GIVEN = "given", "donnée par la structure"
    ADDRESS = "address", "trouvée par l'adresse"
    STREET = "street", "milieu de la rue\u202f: à vérifier"
    POSTCODE = "postcode", "centre du code postal\u202f: à vérifier"


class Site(models.Model):
    host = models.ForeignKey(
        Host, on_delete=models.CASCADE, related_name="sites", verbose_name="structure"
    )
    street = models.CharField("rue", max_length=200, blank=True)
    postcode = models.CharField("code postal", max_length=5)
    city = models.CharField("commune", max_length=50)
    point = models.PointField("position", srid=4326, spatial_index=False)
    precision = models.CharField(
        "précision", max_length=10, choices=PointPrecision, default=PointPrecision.GIVEN
    )

    class Meta:
        verbose_name = "lieu d'accueil"
        verbose_name_plural = "lieux d'accueil"
        indexes = [
            GistIndex(fields=["point"], name="site_point_gist"),
            # The administration looks for parts of them.
            GinIndex(
                OpClass(Upper("city"), "gin_trgm_ops"),
                OpClass(Upper("street"), "gin_trgm_ops"),
                name="site_words_trgm",
            ),
            models.Index(fields=["postcode"], name="site_by_postcode"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["host", "street", "postcode", "city", "point"],
                name="one_site_per_place_of_a_host",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.street}, {self.postcode} {self.city}".lstrip(", ")
