"""What somebody is to the service; permissions.py says what a role may do, and where."""

from django.db import models


class Role(models.TextChoices):
    PUPIL = "pupil", "élève"
    HEAD = "head", "chef d'établissement"
    TEACHER = "teacher", "professeur"
    CPE = "cpe", "CPE"
    SECRETARY = "secretary", "secrétariat"
    HOST = "host", "structure d'accueil"
    PARTNER = "partner", "partenaire"
    PREFECTURE = "prefecture", "préfecture"
    RECTORAT = "rectorat", "rectorat"
    REGION = "region", "région académique"
    MINISTRY = "ministry", "ministère"
    ADMINISTRATOR = "administrator", "administrateur"


SCHOOL_STAFF = frozenset({Role.HEAD, Role.TEACHER, Role.CPE, Role.SECRETARY})
STATE_AGENTS = frozenset({Role.PREFECTURE, Role.RECTORAT, Role.REGION, Role.MINISTRY})
# Who gets in with a second factor only.
TWO_FACTORS = STATE_AGENTS | {Role.ADMINISTRATOR}
EVERYBODY = frozenset(Role)
