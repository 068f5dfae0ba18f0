"""What the database knows of networks: builds on disk, stops to show, features of the base map."""

from datetime import date, timedelta

from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.db.models import Q


class Feed(models.Model):
    """A GTFS resource of the national catalogue; its key is the resource, titles may change."""

    class Status(models.TextChoices):
        USED = "used", "utilisé"
        SKIPPED = "skipped", "écarté"
        GONE = "gone", "disparu du catalogue"

    class Reason(models.TextChoices):
        UNREACHABLE = "unreachable", "téléchargement impossible"
        UNREADABLE = "unreadable", "fichier inutilisable"
        OUTSIDE = "outside", "aucun arrêt dans le secteur"
        EXPIRED = "expired", "horaires terminés"
        DUPLICATE = "duplicate", "même réseau qu'une autre source"
        NO_SERVICE = "no_service_on_the_day", "rien ne circule le jour type"

    resource_id = models.CharField("ressource", max_length=60, unique=True)
    dataset_id = models.CharField("jeu de données", max_length=60, db_index=True)
    title = models.CharField("titre", max_length=200)
    publisher = models.CharField("producteur", max_length=200, blank=True)
    licence = models.CharField("licence", max_length=40, blank=True)
    url = models.CharField("adresse", max_length=500)
    original_url = models.CharField("adresse d'origine", max_length=500, blank=True)
    status = models.CharField("état", max_length=10, choices=Status, default=Status.USED)
    reason_code = models.CharField("motif", max_length=40, choices=Reason, blank=True)
    reason = models.CharField("détail", max_length=300, blank=True)
    checked_at = models.DateTimeField("vérifié le", auto_now=True)

    class Meta:
        verbose_name = "source d'horaires"
        verbose_name_plural = "sources d'horaires"
        ordering = ("title", "resource_id")

    def __str__(self) -> str:
        return self.title


class FeedVersion(models.Model):
    """One content of a feed, by its checksum; refused ones are kept, not to be read again."""

    class Status(models.TextChoices):
        READ = "read", "lisible"
        REFUSED = "refused", "illisible"

    feed = models.ForeignKey(
        Feed, on_delete=models.CASCADE, related_name="versions", verbose_name="source"
    )
    sha256 = models.CharField("empreinte", max_length=64)
    bytes = models.PositiveBigIntegerField("octets")
    valid_from = models.DateField("premier jour", null=True)
    valid_to = models.DateField("dernier jour", null=True)
    status = models.CharField("état", max_length=10, choices=Status)
    reason = models.CharField("détail", max_length=300, blank=True)
    fetched_at = models.DateTimeField("téléchargé le", auto_now=True)

    class Meta:
        verbose_name = "version d'horaires"
        verbose_name_plural = "versions d'horaires"
        constraints = [
            models.UniqueConstraint(fields=["feed", "sha256"], name="one_version_per_content"),
        ]

    def __str__(self) -> str:
        return f"{self.feed} {self.sha256[:12]}"


class Area(models.Model):
    """A mobility area: what it covers, its feeds and its streets; its code names its builds."""

    code = models.SlugField("code", max_length=40, primary_key=True)
    name = models.CharField("nom", max_length=80)
    departements = ArrayField(
        models.CharField(max_length=3), verbose_name="départements", default=list, blank=True
    )
    regions = ArrayField(
        models.CharField(max_length=3), verbose_name="régions", default=list, blank=True
    )
    communes = ArrayField(
        models.CharField(max_length=5), verbose_name="communes", default=list, blank=True
    )
    # Where the network is good for; feeds may reach far beyond.
    extent = models.PolygonField("emprise", srid=4326, null=True, blank=True)
    # Chosen by hand; empty: those of the catalogue that cover the area.
    pinned = models.ManyToManyField(
        Feed, related_name="+", verbose_name="sources imposées", blank=True
    )
    feeds = models.ManyToManyField(
        Feed, related_name="areas", verbose_name="sources retenues", blank=True
    )
    # Names of the extracts' index; empty: those of the départements.
    streets = ArrayField(
        models.CharField(max_length=80), verbose_name="extraits OSM", default=list, blank=True
    )
    updated_at = models.DateTimeField("mis à jour le", auto_now=True)

    class Meta:
        verbose_name = "secteur"
        verbose_name_plural = "secteurs"
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name


class NetworkBuild(models.Model):
    """A built network folder that the service may use; at most one active build an area.

    `area` is the code of an Area, or the name given to `register_network`.
    """

    area = models.CharField("secteur", max_length=80)
    folder = models.CharField("dossier", max_length=400)
    sha256 = models.CharField("empreinte", max_length=64)
    covered_from = models.DateField("horaires du")
    covered_to = models.DateField("horaires au")
    service_date = models.DateField("jour type")
    extent = models.PolygonField("emprise", srid=4326, null=True)
    counts = models.JSONField("volumes", default=dict)
    active = models.BooleanField("en service", default=False)
    # The day that stands for each ISO week the timetable covers, null where none is ordinary:
    # {"2026-W49": "2026-12-01", "2026-W52": null}.
    week_days = models.JSONField("jours types des semaines", default=dict, blank=True)
    # The first day on which one of the feeds has nothing left to say.
    expires_on = models.DateField("périmé le", null=True, blank=True)
    # What it was built from: {"feeds": [...], "streets": {...}}; equal digest, equal network.
    inputs = models.JSONField("sources", default=dict, blank=True)
    inputs_sha256 = models.CharField("empreinte des sources", max_length=64, blank=True)
    retired_at = models.DateTimeField("sorti de service le", null=True, blank=True)
    # Out of service, but still answering for the collèges not yet computed on its successor.
    handing_over = models.BooleanField("passe le relais", default=False)
    # Taken out of service by hand: the same inputs are not built again.
    withdrawn = models.BooleanField("retiré à la main", default=False)
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

    @property
    def last_day(self) -> date:
        """The last day on which all of its feeds have something to say."""
        if self.expires_on is None:
            return self.covered_to
        return min(self.covered_to, self.expires_on - timedelta(days=1))


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
