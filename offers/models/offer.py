"""The internship offer, and the working hours its commute is computed for."""

from typing import Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models.functions import Now, Upper

from geo_matching.accounts.models import User
from geo_matching.accounts.permissions import Rule, rule_for
from geo_matching.common.text import time_in_words
from offers.coming import coming_week, going_on
from offers.models.site import Site
from qpv_data.models import College


class Audience(models.TextChoices):
    ALL = "all", "tous les élèves"
    REP = "rep", "élèves de REP et REP+"
    QPV = "qpv", "élèves de QPV"
    COLLEGES = "clg", "élèves de collèges choisis"


class OfferQuerySet(models.QuerySet):
    def open(self) -> Self:
        """Keep what is published."""
        return self.filter(published_at__isnull=False, removed_at__isnull=True)

    def wanted_online(self) -> Self:
        """Keep what is published, and what would be again if moderators let it."""
        wanted = models.Q(published_at__isnull=False) | models.Q(back_online=True)
        return self.filter(wanted, removed_at__isnull=True)

    def to_come(self) -> Self:
        """Keep what can still be had: a week has not begun, or none is named."""
        return self.filter(going_on(coming_week()))

    def managed_by(self, user: User | AnonymousUser) -> Self:
        """Keep what this user may change: the offers of the hosts whose team it is in."""
        rule = rule_for(user, "offers.post")
        kept = self.filter(removed_at__isnull=True)
        if rule == Rule.ALL:
            return kept
        return kept.filter(site__host__members__user=user) if rule == Rule.TEAM else self.none()


class Offer(models.Model):
    """An offer of a site; `remote_id` is unique within its `source` (a partner or a file)."""

    site = models.ForeignKey(
        Site, on_delete=models.CASCADE, related_name="offers", verbose_name="lieu"
    )
    source = models.CharField("source", max_length=60)
    remote_id = models.CharField("identifiant de la source", max_length=60)
    permalink = models.CharField("page de l'offre", max_length=200, blank=True)
    title = models.CharField("titre", max_length=150)
    description = models.CharField("description", max_length=1500)
    sector = models.CharField("domaine", max_length=4, db_index=True)
    capacity = models.PositiveIntegerField("places", default=1)
    # ISO weeks as year * 100 + week (202648); empty = every week.
    weeks = ArrayField(
        models.PositiveIntegerField(), default=list, blank=True, verbose_name="semaines"
    )
    # As the partner API gives them: {"lundi": ["9:00", "17:00"], ...}.
    daily_hours = models.JSONField("horaires", default=dict, blank=True)
    lunch_break = models.CharField("déjeuner", max_length=200, blank=True)
    audience = models.CharField("public", max_length=3, choices=Audience, default=Audience.ALL)
    reserved_colleges = models.ManyToManyField(
        College, blank=True, related_name="reserved_offers", verbose_name="collèges choisis"
    )
    # Imports copy rows in without these columns: the database fills them in.
    # How many pupils are received together; 1 = one by one.
    group_size = models.PositiveSmallIntegerField("taille du groupe", default=1, db_default=1)
    # Held by accepted applications; written under a lock of the offer's row, never by a form.
    seats_taken = models.PositiveIntegerField(
        "places prises", default=0, db_default=0, editable=False
    )
    # {"lundi": "Visite de l'atelier ...", ...}: the programme, day by day.
    programme = models.JSONField("programme", default=dict, db_default={}, blank=True)
    tutor_name = models.CharField(
        "nom du tuteur ou de la tutrice", max_length=120, blank=True, db_default=""
    )
    tutor_trade = models.CharField(
        "métier du tuteur ou de la tutrice", max_length=120, blank=True, db_default=""
    )
    jobs = models.CharField("métiers rencontrés", max_length=400, blank=True, db_default="")
    to_bring = models.CharField("à apporter", max_length=300, blank=True, db_default="")
    accessibility = models.CharField(
        "précisions sur l'accessibilité", max_length=400, blank=True, db_default=""
    )
    accessible = models.BooleanField("accessible en fauteuil", default=False)
    published_at = models.DateTimeField("publiée le", null=True, blank=True)
    # By moderators, until they decide otherwise: nobody else puts it online again.
    masked_at = models.DateTimeField("masquée le", null=True, blank=True, editable=False)
    # While masked: its host wants it online, so it goes back there if moderators let it.
    back_online = models.BooleanField(
        "à remettre en ligne", default=False, db_default=False, editable=False
    )
    # Taken out of the host's list; kept for the applications it got.
    removed_at = models.DateTimeField("supprimée le", null=True, blank=True)
    updated_at = models.DateTimeField("modifiée le", auto_now=True, db_default=Now())
    posted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="posted_offers",
        verbose_name="déposée par",
    )
    quality_score = models.PositiveSmallIntegerField("qualité (0 à 100)", default=0)
    # [{"rule", "label", "points", "out_of"}], written with the score and never without it.
    quality_parts = models.JSONField("détail de la qualité", default=list, blank=True)

    objects = OfferQuerySet.as_manager()

    class Meta:
        verbose_name = "offre de stage"
        verbose_name_plural = "offres de stage"
        ordering = ("id",)
        indexes = [
            GinIndex(fields=["weeks"], name="offer_weeks_gin"),
            # A partner's list: counted and paged without reading the wide rows.
            models.Index(
                fields=["source", "-id"],
                condition=models.Q(removed_at__isnull=True),
                name="offer_of_a_source",
            ),
            # What partners search for by a word of the text, whatever its case.
            GinIndex(OpClass(Upper("title"), "gin_trgm_ops"), name="offer_title_trgm"),
            GinIndex(OpClass(Upper("description"), "gin_trgm_ops"), name="offer_description_trgm"),
            models.Index(fields=["remote_id"], name="offer_by_remote_id"),
            # Read whole at each acceptance (geo_matching/matching/seats.py), never the wide rows.
            models.Index(
                fields=["id"],
                include=["seats_taken"],
                condition=models.Q(seats_taken__gt=0),
                name="offer_seats_taken",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "remote_id"], name="one_offer_per_source_and_remote_id"
            ),
            models.CheckConstraint(
                condition=models.Q(quality_score__lte=100), name="quality_is_0_to_100"
            ),
            models.CheckConstraint(
                condition=models.Q(seats_taken__lte=models.F("capacity")),
                name="no_more_seats_taken_than_there_are",
                violation_error_message="Toutes les places sont prises.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def seats_left(self) -> int:
        return self.capacity - self.seats_taken


class WorkingHours(models.Model):
    """One distinct pair (start, end) among an offer's days, in seconds since midnight."""

    offer = models.ForeignKey(
        Offer, on_delete=models.CASCADE, related_name="hours", verbose_name="offre"
    )
    start_s = models.PositiveIntegerField("début (s)")
    end_s = models.PositiveIntegerField("fin (s)")

    class Meta:
        verbose_name = "horaire"
        verbose_name_plural = "horaires"
        constraints = [
            models.UniqueConstraint(
                fields=["offer", "start_s", "end_s"], name="one_row_per_pair_of_hours"
            ),
            models.CheckConstraint(
                condition=models.Q(end_s__gt=models.F("start_s")), name="hours_go_forward"
            ),
        ]

    def __str__(self) -> str:
        return f"{time_in_words(self.start_s)} - {time_in_words(self.end_s)}"
