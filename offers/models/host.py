"""The host structure (structure d'accueil): a firm, an administration or an association."""

from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models.functions import Upper

from geo_matching.accounts.models import User
from geo_matching.accounts.permissions import Rule, rule_for


class HostQuerySet(models.QuerySet):
    def managed_by(self, user: User | AnonymousUser) -> Self:
        """Keep the hosts this user acts for: those whose team it is in."""
        rule = rule_for(user, "hosts.manage")
        if rule == Rule.ALL:
            return self.all()
        return self.filter(members__user=user) if rule == Rule.TEAM else self.none()


class Host(models.Model):
    """Identified by its normalised name within one source and one département."""

    name = models.CharField("nom", max_length=150)
    # What imports recognise a host by: see offers.sources.partner.host_key.
    key = models.CharField("clé", max_length=240, unique=True)
    siret = models.CharField("SIRET", max_length=14, blank=True)
    description = models.CharField("présentation", max_length=275, blank=True)
    website = models.CharField("site web", max_length=560, blank=True)
    is_public = models.BooleanField("public", default=False)
    # Where the firm is registered, in one line; where pupils go is a Site.
    office_address = models.CharField("adresse du siège", max_length=200, blank=True, db_default="")

    objects = HostQuerySet.as_manager()

    class Meta:
        verbose_name = "structure d'accueil"
        verbose_name_plural = "structures d'accueil"
        ordering = ("name",)
        indexes = [
            GinIndex(OpClass(Upper("name"), "gin_trgm_ops"), name="host_name_trgm"),
            # The order of the administration's list.
            models.Index(fields=["name", "-id"], name="host_by_name"),
        ]

    def __str__(self) -> str:
        return self.name
