"""Where a role counts: one collège, département, académie or région, or all of France."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from qpv_data.models import Academy, College, Departement, Region

FIELDS = ("college", "departement", "academy", "region")
# From a collège to the place of each level.
PATHS = {
    "college": "pk",
    "departement": "commune__departement",
    "academy": "commune__departement__academy",
    "region": "commune__departement__region",
}


def _one_place() -> Q:
    """Each level has its own place and no other; France has none."""
    fits = Q()
    for level in (*FIELDS, "france"):
        one = Q(level=level)
        for field in FIELDS:
            one &= Q(**{f"{field}__isnull": field != level})
        fits |= one
    return fits


class TerritoryScopeQuerySet(models.QuerySet["TerritoryScope"]):
    def colleges(self) -> models.QuerySet[College]:
        """Return the collèges inside any of these scopes."""
        scopes = list(self)
        # An empty condition is left out of an "or": France is asked for by itself.
        if any(scope.level == TerritoryScope.Level.FRANCE for scope in scopes):
            return College.objects.all()
        inside = Q(pk__in=[])
        for scope in scopes:
            inside |= Q(**{PATHS[scope.level]: scope.place})
        return College.objects.filter(inside)


class Place(models.Model):
    """One of the four places that a level names; which one may be filled, its user says."""

    college = models.ForeignKey(
        College, null=True, blank=True, on_delete=models.CASCADE, verbose_name="collège"
    )
    departement = models.ForeignKey(
        Departement, null=True, blank=True, on_delete=models.CASCADE, verbose_name="département"
    )
    academy = models.ForeignKey(
        Academy, null=True, blank=True, on_delete=models.CASCADE, verbose_name="académie"
    )
    region = models.ForeignKey(
        Region, null=True, blank=True, on_delete=models.CASCADE, verbose_name="région"
    )

    class Meta:
        abstract = True


class TerritoryScope(Place):
    class Level(models.TextChoices):
        COLLEGE = "college", "collège"
        DEPARTEMENT = "departement", "département"
        ACADEMY = "academy", "académie"
        REGION = "region", "région"
        FRANCE = "france", "France"

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="scopes",
        verbose_name="compte",
    )
    level = models.CharField("échelon", max_length=12, choices=Level)

    objects = TerritoryScopeQuerySet.as_manager()

    class Meta:
        verbose_name = "territoire d'un compte"
        verbose_name_plural = "territoires des comptes"
        constraints = [
            models.CheckConstraint(condition=_one_place(), name="scope_names_one_place"),
            models.UniqueConstraint(
                fields=["user", "level", *FIELDS], nulls_distinct=False, name="one_row_a_scope"
            ),
        ]

    def __str__(self) -> str:
        place = getattr(self, self.level, None) if self.level in FIELDS else None
        return f"{self.get_level_display()} {place or ''}".strip()

    @property
    def place(self) -> str:
        """The key of the place, "" for France."""
        return getattr(self, f"{self.level}_id") if self.level in FIELDS else ""
