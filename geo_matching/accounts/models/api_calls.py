"""What the API keeps of its callers for a short time: how often they called, answers to repeat."""

from datetime import datetime
from typing import Any

from django.db import connection, models

from geo_matching.accounts.models.partner import Partner

_COUNT = """
INSERT INTO accounts_callcount AS c (kind, caller, since, calls) VALUES (%s, %s, %s, 1)
ON CONFLICT (kind, caller, since) DO UPDATE SET calls = c.calls + 1 RETURNING calls
"""


class CallCount(models.Model):
    """Calls of one kind by one caller since a moment; `caller` is a number or a keyed hash."""

    kind = models.CharField("sorte", max_length=20)
    caller = models.CharField("appelant", max_length=64)
    since = models.DateTimeField("depuis")
    calls = models.PositiveIntegerField("appels")

    class Meta:
        verbose_name = "compte d'appels"
        verbose_name_plural = "comptes d'appels"
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "caller", "since"], name="one_count_a_caller_and_moment"
            ),
        ]
        indexes = [models.Index(fields=["since"], name="call_count_since")]

    def __str__(self) -> str:
        return f"{self.kind} {self.calls}"

    @staticmethod
    def add(kind: str, caller: str, since: datetime) -> int:
        """Count one more call and return how many there are; right under concurrency."""
        with connection.cursor() as cursor:
            cursor.execute(_COUNT, [kind, caller, since])
            return cursor.fetchone()[0]


class RepeatedAnswer(models.Model):
    """The answer to a request with an Idempotency-Key, given again when it comes once more."""

    partner = models.ForeignKey(
        Partner, on_delete=models.CASCADE, related_name="+", verbose_name="partenaire"
    )
    key = models.CharField("empreinte de la clé", max_length=64)
    request = models.CharField("empreinte de la demande", max_length=64)
    status = models.PositiveSmallIntegerField("réponse")
    body: Any = models.JSONField("contenu")
    created_at = models.DateTimeField("le", auto_now_add=True, db_index=True)

    class Meta:
        verbose_name = "réponse à redonner"
        verbose_name_plural = "réponses à redonner"
        constraints = [
            models.UniqueConstraint(fields=["partner", "key"], name="one_answer_a_partner_and_key"),
        ]

    def __str__(self) -> str:
        return f"{self.partner_id} {self.status}"
