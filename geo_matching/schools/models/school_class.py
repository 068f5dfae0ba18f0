"""A class of 3e of one school year."""

from django.db import models

from qpv_data.models import College


class SchoolClass(models.Model):
    college = models.ForeignKey(
        College, on_delete=models.CASCADE, related_name="classes", verbose_name="collège"
    )
    name = models.CharField("classe", max_length=30)
    # The autumn it begins in: 2026 for 2026-2027.
    school_year = models.PositiveSmallIntegerField("année scolaire")
    # The year is over: its pupils no longer sign in, and it leaves the lists.
    archived_at = models.DateTimeField("archivée le", null=True, blank=True)

    class Meta:
        verbose_name = "classe"
        verbose_name_plural = "classes"
        ordering = ("name",)
        constraints = [
            models.UniqueConstraint(
                fields=["college", "school_year", "name"], name="one_class_a_name_and_year"
            ),
        ]

    def __str__(self) -> str:
        return self.name
