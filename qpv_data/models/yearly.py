"""What is said of a collège for one school year; `year` is its autumn (2025 for 2025-2026)."""

from django.db import models

from qpv_data.models.college import College, EducationPriority


class PriorityLabel(models.Model):
    """The priority-education label of one school year as one source gives it."""

    class Source(models.TextChoices):
        DIRECTORY = "directory", "annuaire de l'éducation"
        LIST = "list", "liste des REP et REP+"
        HEADCOUNTS = "headcounts", "effectifs par niveau"

    college = models.ForeignKey(
        College, on_delete=models.CASCADE, related_name="priority_labels", verbose_name="collège"
    )
    year = models.PositiveSmallIntegerField("rentrée")
    label = models.CharField("label", max_length=4, choices=EducationPriority)
    source = models.CharField("source", max_length=10, choices=Source)

    class Meta:
        verbose_name = "label d'une année"
        verbose_name_plural = "labels par année"
        ordering = ("college", "-year", "source")
        constraints = [
            models.UniqueConstraint(
                fields=["college", "year", "source"], name="one_label_a_year_and_source"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}\u202f: {self.get_label_display()} ({self.get_source_display()})"


class SocialIndex(models.Model):
    """The social position index (IPS); null where the Ministry holds it back (NS, NA, empty)."""

    college = models.ForeignKey(
        College, on_delete=models.CASCADE, related_name="social_indexes", verbose_name="collège"
    )
    year = models.PositiveSmallIntegerField("rentrée")
    value = models.DecimalField("IPS", max_digits=5, decimal_places=1, null=True, blank=True)
    spread = models.DecimalField(
        "écart-type", max_digits=5, decimal_places=1, null=True, blank=True
    )

    class Meta:
        verbose_name = "indice de position sociale"
        verbose_name_plural = "indices de position sociale"
        ordering = ("college", "-year")
        constraints = [
            models.UniqueConstraint(fields=["college", "year"], name="one_social_index_a_year"),
        ]

    def __str__(self) -> str:
        return f"{self.year}\u202f: {self.value if self.value is not None else 'non publié'}"


class Headcount(models.Model):
    """Pupils of one autumn: the whole collège, and the 3e with what it holds of SEGPA and ULIS."""

    college = models.ForeignKey(
        College, on_delete=models.CASCADE, related_name="headcounts", verbose_name="collège"
    )
    year = models.PositiveSmallIntegerField("rentrée")
    pupils = models.PositiveIntegerField("élèves", null=True, blank=True)
    pupils_3e = models.PositiveIntegerField("élèves de 3e", null=True, blank=True)
    segpa_3e = models.PositiveIntegerField("dont SEGPA", null=True, blank=True)
    ulis_3e = models.PositiveIntegerField("dont ULIS", null=True, blank=True)

    class Meta:
        verbose_name = "effectif"
        verbose_name_plural = "effectifs"
        ordering = ("college", "-year")
        constraints = [
            models.UniqueConstraint(fields=["college", "year"], name="one_headcount_a_year"),
        ]

    def __str__(self) -> str:
        known = [(self.pupils, "élèves"), (self.pupils_3e, "en 3e")]
        told = ", ".join(f"{count} {what}" for count, what in known if count is not None)
        return f"{self.year}\u202f: {told or 'non publié'}"
