"""What people decide on the notices of imports; a decision outlives the import it was taken on."""

from django.db import models

from geo_matching.common.models import ImportNotice


class NoticeDecision(models.Model):
    """Keyed by source, code and message: the same finding of a later import is recognised.

    "Dealt with" holds for the imports until then: a fault that comes back shows again. "Ignored"
    holds until the message changes.
    """

    class State(models.TextChoices):
        DEALT_WITH = "dealt", "traité"
        IGNORED = "ignored", "ignoré"

    source = models.CharField("source", max_length=60)
    code = models.CharField("code", max_length=40)
    fingerprint = models.CharField("empreinte du message", max_length=32)
    state = models.CharField("décision", max_length=8, choices=State)
    reason = models.CharField("motif", max_length=200, blank=True)
    # A name, not a key: users live in a layer above this one.
    who = models.CharField("par", max_length=150, blank=True)
    at = models.DateTimeField("le", auto_now=True)

    class Meta:
        verbose_name = "décision sur un avis"
        verbose_name_plural = "décisions sur les avis"
        constraints = [
            models.UniqueConstraint(
                fields=["source", "code", "fingerprint"], name="one_decision_a_finding"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}\u202f: {self.get_state_display()}"


class QualityNotice(ImportNotice):
    """A notice as the data-quality page shows it."""

    class Meta:
        proxy = True
        verbose_name = "avis de qualité"
        verbose_name_plural = "qualité des données"
