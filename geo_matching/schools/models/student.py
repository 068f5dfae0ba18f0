"""The pupil as a school knows it: no birth date, no address, no gender."""

from typing import Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models

from geo_matching.accounts.french_order import by_name
from geo_matching.accounts.models import User
from geo_matching.accounts.permissions import Rule, rule_for
from geo_matching.schools.models.school_class import SchoolClass
from qpv_data.models import College


class StudentQuerySet(models.QuerySet):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Keep the pupils whose state this user follows: itself, or those of its collèges."""
        rule = rule_for(user, "applications.follow")
        if rule == Rule.OWN:
            return self.filter(user=user)
        if rule == Rule.TERRITORY and isinstance(user, User):
            return self.filter(college__in=user.scopes.all().colleges())
        return self.none()


class Student(models.Model):
    """Names stand on the account; the code printed for a pupil is its `username`."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="student",
        verbose_name="compte",
    )
    college = models.ForeignKey(
        College, on_delete=models.PROTECT, related_name="students", verbose_name="collège"
    )
    school_class = models.ForeignKey(
        SchoolClass, on_delete=models.PROTECT, related_name="students", verbose_name="classe"
    )

    # Has left the collège; the row stays for the applications it made.
    left_at = models.DateTimeField("parti le", null=True, blank=True)

    objects = StudentQuerySet.as_manager()

    class Meta:
        verbose_name = "élève"
        verbose_name_plural = "élèves"
        ordering = (by_name("user"),)

    def __str__(self) -> str:
        return str(self.user)
