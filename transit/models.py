"""What the database knows of networks: builds on disk, stops to show, features of the base map."""

from django.contrib.gis.db import models
from django.db.models import Q


class NetworkBuild(models.Model):
    """A built network folder that the service may use; at most one active build an area."""

    area = models.CharField("secteur", max_length=80)
    folder = models.CharField("dossier", max_length=400)
    sha256 = models.CharField("empreinte", max_length=64)
    covered_from = models.DateField("horaires du")
    covered_to = models.DateField("horaires au")
    service_date = models.DateField("jour type")
    extent = models.PolygonField("emprise", srid=4326, null=True)
    counts = models.JSONField("volumes", default=dict)
    active = models.BooleanField("en service", default=False)
    built_at = models.DateTimeField("enregistré le", auto_now_add=True)

    class Meta:
        verbose_name = "réseau construit"
        verbose_name_plural = "réseaux construits"
        constraints = [
            models.UniqueConstraint(
                fields=["area"], condition=Q(active=True), name="one_active_build_an_area"
            ),
            models.UniqueConstraint(fields=["area", "sha256"], name="one_build_per_content"),
        ]

    def __str__(self) -> str:
        return f"{self.area} ({self.covered_from} - {self.covered_to})"


class Stop(models.Model):
    """A boarding place of a build, for display and search; routing reads the folder, not this."""

    build = models.ForeignKey(
        NetworkBuild, on_delete=models.CASCADE, related_name="stops", verbose_name="réseau"
    )
    stop_id = models.CharField("identifiant", max_length=120)
    name = models.CharField("nom", max_length=200)
    point = models.PointField("position", srid=4326)

    class Meta:
        verbose_name = "arrêt"
        verbose_name_plural = "arrêts"

    def __str__(self) -> str:
        return self.name


class BasemapFeature(models.Model):
    """A street, water, green or rail of the base map, read from the build's OSM file."""

    class Kind(models.TextChoices):
        STREET = "street", "rue"
        WATER = "water", "eau"
        GREEN = "green", "espace vert"
        RAIL = "rail", "voie ferrée"
        BUILDING = "building", "bâti"
        PLACE = "place", "lieu"

    build = models.ForeignKey(
        NetworkBuild, on_delete=models.CASCADE, related_name="features", verbose_name="réseau"
    )
    kind = models.CharField("nature", max_length=10, choices=Kind)
    # OSM's own class (primary, residential, river, park ...): the style rules read it.
    detail = models.CharField("classe", max_length=40, blank=True)
    name = models.CharField("nom", max_length=200, blank=True)
    # Smallest zoom at which the feature is drawn.
    min_zoom = models.PositiveSmallIntegerField("zoom minimal", default=0)
    geometry = models.GeometryField("géométrie", srid=3857)

    class Meta:
        verbose_name = "objet du fond de carte"
        verbose_name_plural = "objets du fond de carte"

    def __str__(self) -> str:
        return f"{self.kind} {self.name}".strip()
