"""What is open this season: switched by an administrator, read by the pages concerned."""

from django.db import models


class Season(models.Model):
    """One row at most; without it everything is open."""

    search_open = models.BooleanField("recherche ouverte", default=True)
    applications_open = models.BooleanField("candidatures ouvertes", default=True)
    pupil_sign_in_open = models.BooleanField("connexion des élèves ouverte", default=True)
    # Shown in place of what is closed.
    message = models.CharField(
        "mot affiché à la place",
        max_length=400,
        blank=True,
        help_text="Par exemple\u202f: «\u202fLa recherche rouvre le lundi 7 septembre.\u202f»",
    )

    class Meta:
        verbose_name = "saison"
        verbose_name_plural = "saison"
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="one_season")]

    def __str__(self) -> str:
        return "Ce qui est ouvert"


def current_season() -> Season:
    """Return the switches as they are now, all open before anybody saved them: one query."""
    return Season.objects.filter(pk=1).first() or Season(pk=1)
