"""What every import leaves behind: where the data came from, how old it is, and what changed."""

from django.db import models


class ImportRun(models.Model):
    """One import that was applied.

    `sha256` covers all its files in order, `files` keeps name, size and checksum of each.
    """

    source = models.CharField("source", max_length=60, db_index=True)
    # "departement 38", "region 84", "france"; blank: whatever the files cover.
    territory = models.CharField("territoire", max_length=60, blank=True)
    vintage = models.CharField("millésime", max_length=40, blank=True)
    licence = models.CharField("licence", max_length=80, blank=True)
    files = models.JSONField("fichiers", default=list)
    sha256 = models.CharField("empreinte", max_length=64)
    added = models.PositiveIntegerField("ajoutés", default=0)
    changed = models.PositiveIntegerField("modifiés", default=0)
    removed = models.PositiveIntegerField("retirés", default=0)
    unchanged = models.PositiveIntegerField("inchangés", default=0)
    who = models.CharField("par", max_length=80, blank=True)
    duration_s = models.FloatField("durée (s)", default=0)
    finished_at = models.DateTimeField("terminé le", auto_now_add=True)

    class Meta:
        verbose_name = "import"
        verbose_name_plural = "imports"
        ordering = ("-finished_at",)

    def __str__(self) -> str:
        return f"{self.source} {self.vintage}".strip()


class SourceState(models.Model):
    """When a source was last looked at for a territory, whether or not anything had changed.

    `ImportRun` says what imports wrote; this says how old what is stored may be. `departements` is
    empty where the import was not limited to any.
    """

    source = models.CharField("source", max_length=60)
    territory = models.CharField("territoire", max_length=60, blank=True)
    departements = models.JSONField("départements", default=list)
    vintage = models.CharField("millésime", max_length=40, blank=True)
    licence = models.CharField("licence", max_length=80, blank=True)
    sha256 = models.CharField("empreinte", max_length=64)
    # Pairs of a table's label and its number of rows, in the order of writing.
    rows = models.JSONField("lignes", default=list)
    notices = models.PositiveIntegerField("avis", default=0)
    checked_at = models.DateTimeField("vérifié le")
    changed_at = models.DateTimeField("modifié le", null=True)

    class Meta:
        verbose_name = "état d'une source"
        verbose_name_plural = "états des sources"
        ordering = ("source", "territory")
        constraints = [
            models.UniqueConstraint(fields=["source", "territory"], name="one_state_per_territory"),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.territory}".strip()


class ImportNotice(models.Model):
    """A row left out or repaired by an import, for a person to look at."""

    run = models.ForeignKey(
        ImportRun, on_delete=models.CASCADE, related_name="notices", verbose_name="import"
    )
    file = models.CharField("fichier", max_length=200)
    row = models.PositiveIntegerField("ligne", default=0)
    column = models.CharField("colonne", max_length=80, blank=True)
    code = models.CharField("code", max_length=40, db_index=True)
    message = models.TextField("message")
    # What it is about: the code of a collège (UAI), a QPV or a commune; and its département.
    subject = models.CharField("objet", max_length=40, blank=True, db_index=True)
    territory = models.CharField("département", max_length=3, blank=True, db_index=True)

    class Meta:
        verbose_name = "avis d'import"
        verbose_name_plural = "avis d'import"

    def __str__(self) -> str:
        return f"{self.code}\u202f: {self.message}"


class DataVersion(models.Model):
    """A counter that moves whenever what a page or a rank rests on changes; caches hang on it."""

    name = models.CharField("nom", max_length=40, primary_key=True)
    number = models.PositiveBigIntegerField("numéro", default=0)

    class Meta:
        verbose_name = "version de données"
        verbose_name_plural = "versions de données"

    def __str__(self) -> str:
        return f"{self.name} {self.number}"
