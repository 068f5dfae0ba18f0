"""The legal representative: a name and one contact, asked when a pupil applies, erased with it."""

from django.db import models

from geo_matching.schools.models import Student


class LegalRepresentative(models.Model):
    student = models.OneToOneField(
        Student, on_delete=models.CASCADE, related_name="representative", verbose_name="élève"
    )
    name = models.CharField("nom", max_length=120)
    # One of both; none means that papers go through the pupil.
    email = models.EmailField("adresse électronique", blank=True)
    phone = models.CharField("téléphone", max_length=20, blank=True)

    class Meta:
        verbose_name = "représentant légal"
        verbose_name_plural = "représentants légaux"
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(email="", phone=""), name="representative_has_a_contact"
            ),
        ]

    def __str__(self) -> str:
        return self.name
