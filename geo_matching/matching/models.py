"""Commutes and isochrones of collèges: the tables that know collèges, sites and timetables."""

from django.contrib.gis.db import models

from offers.models import Site
from qpv_data.models import College


class Commute(models.Model):
    """Working-day figure of a collège and a site for one pair of working hours.

    `morning_s` = start - latest departure, `evening_s` = arrival back - end, `commute_s` the mean
    of both: waiting at a closed door counts. A way that cannot be done within the limit of minutes
    is null, and so is `commute_s` then; where neither can be done there is no row.

    France has tens of millions of rows: a row carries no number of its own, and nothing that is
    the same for all of a collège (network and day stand in ComputedCollege).
    """

    pk = models.CompositePrimaryKey(
        "college", "site", "start_s", "end_s", verbose_name="collège, lieu et horaires"
    )
    # The primary key begins with it: an index of its own would double that.
    college = models.ForeignKey(
        College,
        on_delete=models.CASCADE,
        related_name="commutes",
        verbose_name="collège",
        db_index=False,
    )
    site = models.ForeignKey(
        Site, on_delete=models.CASCADE, related_name="commutes", verbose_name="lieu"
    )
    start_s = models.PositiveIntegerField("début (s)")
    end_s = models.PositiveIntegerField("fin (s)")
    # Seconds within the limit of minutes: 16 bits hold nine hours.
    morning_s = models.PositiveSmallIntegerField("aller (s)", null=True)
    evening_s = models.PositiveSmallIntegerField("retour (s)", null=True)
    commute_s = models.PositiveSmallIntegerField("trajet moyen (s)", null=True)
    # The larger of the two ways.
    rides = models.PositiveSmallIntegerField("véhicules", null=True)
    walk_s = models.PositiveSmallIntegerField("marche (s)", null=True)

    class Meta:
        verbose_name = "trajet"
        verbose_name_plural = "trajets"

    def __str__(self) -> str:
        return f"{self.college_id} - {self.site_id}"


class ComputedSites(models.Model):
    """Sites with their hours, as some collèges were computed for them.

    Compared with those of today it says which are new, moved, gone or have other hours: only
    these are computed again. `packed` is read by `site_hours.unpack`.
    """

    sha256 = models.CharField("empreinte", max_length=64, primary_key=True)
    packed = models.BinaryField("lieux et horaires")

    class Meta:
        verbose_name = "lieux calculés"
        verbose_name_plural = "lieux calculés"

    def __str__(self) -> str:
        return self.sha256


class ComputedCollege(models.Model):
    """Says that all of a collège's commutes were computed on a build: no row then means no way.

    `fingerprint` covers what they rest on (the build, its date, the collège's point, every site
    with its hours): while it is the wanted one, there is nothing to compute again.
    """

    college = models.OneToOneField(
        College, on_delete=models.CASCADE, primary_key=True, verbose_name="collège"
    )
    build = models.ForeignKey(
        "transit.NetworkBuild", on_delete=models.CASCADE, verbose_name="réseau"
    )
    service_date = models.DateField("jour type")
    sites = models.PositiveIntegerField("lieux")
    fingerprint = models.CharField("empreinte", max_length=64)
    # Null where it was computed before these were kept.
    computed_sites = models.ForeignKey(
        ComputedSites, on_delete=models.SET_NULL, null=True, verbose_name="lieux calculés"
    )
    computed_at = models.DateTimeField("calculé le", auto_now=True)

    class Meta:
        verbose_name = "collège calculé"
        verbose_name_plural = "collèges calculés"

    def __str__(self) -> str:
        return str(self.college_id)


class Isochrone(models.Model):
    """What can be reached from a collège in some minutes; `fingerprint` covers what it rests on."""

    college = models.ForeignKey(
        College, on_delete=models.CASCADE, related_name="isochrones", verbose_name="collège"
    )
    depart_s = models.PositiveIntegerField("départ (s)")
    minutes = models.PositiveSmallIntegerField("minutes")
    fingerprint = models.CharField("empreinte", max_length=64)
    geometry = models.MultiPolygonField("contour", srid=4326, spatial_index=False)

    class Meta:
        verbose_name = "isochrone"
        verbose_name_plural = "isochrones"
        constraints = [
            models.UniqueConstraint(
                fields=["college", "depart_s", "minutes"],
                name="one_isochrone_per_college_departure_and_minutes",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.college_id}, {self.minutes}\u202fmin"
