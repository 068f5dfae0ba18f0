"""Addresses of the national base (BAN), so that a place is found without any outside service."""

from django.contrib.gis.db import models
from django.contrib.postgres.indexes import GinIndex


class Street(models.Model):
    """A street of a commune and postcode; `search` is what `normalise` makes of all its words."""

    commune_code = models.CharField("code INSEE", max_length=5)
    postcode = models.CharField("code postal", max_length=5)
    name = models.CharField("voie", max_length=160)
    commune_name = models.CharField("commune", max_length=120)
    departement = models.CharField("département", max_length=3, db_index=True)
    search = models.TextField("mots cherchés")
    # The middle of its doors, for an answer without a number.
    point = models.PointField("position", srid=4326, spatial_index=False)

    class Meta:
        verbose_name = "voie"
        verbose_name_plural = "voies"
        constraints = [
            models.UniqueConstraint(
                fields=["commune_code", "postcode", "name"],
                name="one_street_per_commune_and_postcode",
            ),
        ]
        indexes = [
            GinIndex(fields=["search"], name="street_search_gin", opclasses=["gin_trgm_ops"]),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.postcode} {self.commune_name}"


class Address(models.Model):
    """A door: `ban_id` is its key in the BAN; `number` carries the suffix ("12bis")."""

    ban_id = models.CharField("identifiant BAN", max_length=60, unique=True)
    street = models.ForeignKey(
        Street, on_delete=models.CASCADE, related_name="addresses", verbose_name="voie"
    )
    number = models.CharField("numéro", max_length=20)
    point = models.PointField("position", srid=4326, spatial_index=False)

    class Meta:
        verbose_name = "adresse"
        verbose_name_plural = "adresses"
        # The only question asked of this table: a number in a street.
        indexes = [models.Index(fields=["street", "number"], name="address_of_a_street")]

    def __str__(self) -> str:
        return f"{self.number} {self.street}"
