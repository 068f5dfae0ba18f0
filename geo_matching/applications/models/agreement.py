"""The agreement (convention de stage) of a confirmed application, and who has signed it how."""

from typing import Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models

from geo_matching.accounts.french_order import by_name
from geo_matching.accounts.models import User
from geo_matching.accounts.permissions import Rule, rule_for
from geo_matching.applications.models.application import Application
from geo_matching.applications.states import State
from offers.weeks import week_in_words


class Party(models.TextChoices):
    HOST = "host", "la structure d'accueil"
    HEAD = "head", "la direction du collège"
    REPRESENTATIVE = "representative", "le représentant légal"
    PUPIL = "pupil", "l'élève"


class AgreementQuerySet(models.QuerySet):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """Keep what this user is a party to: its own, its host's, its collège's."""
        rule = rule_for(user, "agreements.handle")
        if not isinstance(user, User) or rule is None:
            return self.none()
        if rule == Rule.OWN:
            return self.filter(application__student__user=user)
        if rule == Rule.TEAM:
            return self.filter(application__offer__site__host__members__user=user)
        return self.filter(application__student__college__in=user.scopes.all().colleges())

    def with_people(self) -> Self:
        """Fetch whom an agreement names, in as many queries for one as for many."""
        return self.select_related(
            "application__student__user",
            "application__student__school_class",
            "application__student__college__commune",
            "application__student__representative",
            "application__offer__site__host",
        ).prefetch_related("signatures")

    def with_pupils(self) -> Self:
        """Fetch what a list shows; joining all whom an agreement names takes longer to plan."""
        return self.select_related(
            "application__student__user", "application__student__school_class"
        )

    def by_pupil(self) -> Self:
        return self.order_by(by_name("application__student__user"), "-pk")

    def live(self) -> Self:
        """Keep those whose stage still takes place."""
        return self.filter(application__state=State.CONFIRMED)


class Agreement(models.Model):
    """What is agreed is copied here and then belongs to the parties: the offer may change after.

    Names of people are not copied but read when they are shown or printed: pupil, class,
    representative, head of the collège.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", "à compléter"
        TO_SIGN = "to_sign", "à signer"
        SIGNED = "signed", "signée par tous"

    application = models.OneToOneField(
        Application,
        on_delete=models.CASCADE,
        related_name="agreement",
        verbose_name="candidature",
    )
    status = models.CharField("état", max_length=7, choices=Status, default=Status.DRAFT)
    # The host's part.
    host_name = models.CharField("nom de la structure", max_length=150)
    host_siret = models.CharField("SIRET", max_length=14, blank=True)
    host_signatory = models.CharField("nom et fonction du signataire", max_length=150, blank=True)
    host_email = models.EmailField("adresse électronique de la structure", blank=True)
    place = models.CharField("adresse du stage", max_length=300)
    tutor_name = models.CharField("nom du tuteur ou de la tutrice", max_length=120, blank=True)
    tutor_trade = models.CharField("métier du tuteur ou de la tutrice", max_length=120, blank=True)
    # {"lundi": ["9:00", "17:00"], "mercredi": []}: empty is a day off, a missing day unknown.
    daily_hours = models.JSONField("horaires", default=dict)
    lunch = models.CharField("déjeuner", max_length=200, blank=True)
    activities = models.TextField("activités prévues", max_length=2000, blank=True)
    host_done_at = models.DateTimeField("partie de la structure validée le", null=True, blank=True)
    # The collège's part.
    school_name = models.CharField("nom du collège", max_length=160)
    school_address = models.CharField("adresse du collège", max_length=300, blank=True)
    school_phone = models.CharField("téléphone du collège", max_length=20, blank=True)
    teacher_name = models.CharField("enseignant référent", max_length=120, blank=True)
    insurance = models.CharField("assurance de l'élève", max_length=200, blank=True)
    school_done_at = models.DateTimeField("partie du collège validée le", null=True, blank=True)
    created_at = models.DateTimeField("créée le", auto_now_add=True)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        verbose_name = "convention de stage"
        verbose_name_plural = "conventions de stage"
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.application_id}\u202f: {self.get_status_display()}"

    @property
    def week_words(self) -> str:
        """The week in French, "du lundi 23 au vendredi 27 novembre 2026"."""
        return week_in_words(self.application.week)


class AgreementMove(models.Model):
    """One change of state: who, when, why."""

    agreement = models.ForeignKey(
        Agreement, on_delete=models.CASCADE, related_name="moves", verbose_name="convention"
    )
    from_status = models.CharField(
        "état quitté", max_length=7, choices=Agreement.Status, blank=True
    )
    to_status = models.CharField("nouvel état", max_length=7, choices=Agreement.Status)
    # Null: a one-time link, or what follows from an application.
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name="auteur",
    )
    reason = models.CharField("motif", max_length=300, blank=True)
    at = models.DateTimeField("le", auto_now_add=True)

    class Meta:
        verbose_name = "étape d'une convention"
        verbose_name_plural = "étapes des conventions"
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.from_status} -> {self.to_status}"


class Signature(models.Model):
    """One party's agreement. Of how it was given only what proves it: no network address."""

    class How(models.TextChoices):
        ACCOUNT = "account", "par son compte"
        LINK = "link", "par un lien personnel"
        PAPER = "paper", "sur papier"

    agreement = models.ForeignKey(
        Agreement, on_delete=models.CASCADE, related_name="signatures", verbose_name="convention"
    )
    party = models.CharField("partie", max_length=14, choices=Party)
    name = models.CharField("nom", max_length=150)
    how = models.CharField("moyen", max_length=7, choices=How)
    at = models.DateTimeField("le", auto_now_add=True)
    # The collège opened the agreement again: what was signed is not what it says now.
    void_at = models.DateTimeField("annulée le", null=True, blank=True)

    class Meta:
        verbose_name = "signature"
        verbose_name_plural = "signatures"
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "party"],
                condition=models.Q(void_at__isnull=True),
                name="one_signature_a_party",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_party_display()} {self.get_how_display()}"


class SigningLink(models.Model):
    """A one-time link by which somebody without an account signs; only its hash is kept."""

    agreement = models.ForeignKey(
        Agreement, on_delete=models.CASCADE, related_name="links", verbose_name="convention"
    )
    party = models.CharField("partie", max_length=14, choices=Party)
    token_hash = models.CharField("empreinte", max_length=64, unique=True)
    created_at = models.DateTimeField("créé le", auto_now_add=True)
    expires_at = models.DateTimeField("expire le")
    used_at = models.DateTimeField("utilisé le", null=True, blank=True)

    class Meta:
        verbose_name = "lien de signature"
        verbose_name_plural = "liens de signature"

    def __str__(self) -> str:
        return f"{self.agreement_id} / {self.party}"


class SignedPaper(models.Model):
    """The paper that the collège uploaded instead; its file has a name nobody can guess."""

    agreement = models.OneToOneField(
        Agreement, on_delete=models.CASCADE, related_name="paper", verbose_name="convention"
    )
    file = models.CharField("fichier", max_length=80, unique=True)
    content_type = models.CharField("type", max_length=20)
    uploaded_at = models.DateTimeField("déposé le", auto_now_add=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name="déposé par",
    )

    class Meta:
        verbose_name = "convention signée sur papier"
        verbose_name_plural = "conventions signées sur papier"

    def __str__(self) -> str:
        return str(self.uploaded_at)
