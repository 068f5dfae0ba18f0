"""The weeks in which a collège sends its pupils out."""

from django.db import models

from qpv_data.models import College


class SchoolWeek(models.Model):
    college = models.ForeignKey(
        College, on_delete=models.CASCADE, related_name="internship_weeks", verbose_name="collège"
    )
    # ISO week as year * 100 + week (202648), as on offers.
    week = models.PositiveIntegerField("semaine")

    class Meta:
        verbose_name = "semaine de stage d'un collège"
        verbose_name_plural = "semaines de stage des collèges"
        ordering = ("week",)
        constraints = [
            models.UniqueConstraint(fields=["college", "week"], name="one_row_a_school_week"),
        ]

    def __str__(self) -> str:
        return str(self.week)
