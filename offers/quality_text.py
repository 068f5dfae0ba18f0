"""What the description of an offer tells, measured on its words."""

import re
from functools import lru_cache

from geo_matching.common.text import fold, normalise

_DAY_MARK = re.compile(
    r"\b(lundi|mardi|mercredi|jeudi|vendredi|jour [1-5]|j[1-5]|[1-5]e jour|1er jour"
    r"|premier jour|deuxieme jour|troisieme jour|quatrieme jour|cinquieme jour|dernier jour)\b"
)
_HALF_DAY = re.compile(r"\b(matin|matinee|apres midi)\b")
_STEP_WORD = re.compile(r"\b(d abord|puis|ensuite|enfin|pour finir)\b")
_LIST_ITEM = re.compile(r"(?m)^\s*(?:[-*•–]|\d+[.)])\s+\S")
# A day that is only named in a timetable ("du lundi au vendredi") is no programme.
_FEWEST_WORDS_A_DAY = 3

_CONTACT = re.compile(
    r"https?://|www\.|@|\b0[1-9](?:[ .]?\d{2}){4}\b"
    r"|\b(?:contact|appele|telephon|ecri[rv]|envoye|mail|courriel|site (?:internet|web)"
    r"|pour (?:plus d|en savoir)|candidat)"
)
_SENTENCE_END = re.compile(r"(?<=[.!?;])\s+|\n+")

# Beginnings of verbs that say what the pupil's hands or head will do. Those that commit to nothing
# (découvrir, participer, observer, aider) are left out on purpose.
_STEM = (
    "(accueill|affut|analys|anim|arros|assembl|branch|brass|cabl|calcul|chang|class|cod|coll"
    "|compar|compos|compt|concev|confectionn|construi|control|coud|coup|cre|cuisin|cultiv|decor"
    "|decoup|demont|dessin|diagnosti\\w|distribu|dress|ecri|emball|encaiss|enqueter|enregistr"
    "|entreten|essay|etiquet|fabriqu|film|fleur|imagin|imprim|install|interrog|interview|invent"
    "|jardin|jou|lav|livr|maquett|menuis|mesur|mett|mod[ei]lis|mont|moul|nettoy|nourr|organis|peind"
    "|photograph|plant|ponc|prepar|present|programm|rang|realis|recolt|redig|remont|rempl|repar"
    "|resoud|restaur|sci|serv|soign|soud|taill|teint|test|tiss|tourn|trac|tradui|transform|tri|vend"
    "|vern|verifi|viss)"
)
_VERB = re.compile(
    # What the pupil will do: préparer, préparez, prépareras, préparant
    rf"\b{_STEM}(?:er|ir|re|oir|ez|[ei]?ras|[ei]?rez|ant)\b"
    # tu prépares, l'élève prépare, on te montre
    rf"|\b(?:tu|eleve|il|elle|on|vous) (?:s |se |y |en |les? |la |l )?{_STEM}\w*"
    # préparation des commandes, montage d'un meuble
    rf"|\b{_STEM}(?:ation|age)s? (?:de|du|des|d)\b"
)
_SUPERVISED = re.compile(
    r"\b(tuteur|tutrice|maitre de stage|maitresse de stage|referent|referente"
    r"|encadre\w*|accompagne\w*|suivi\w* par|guide\w* par|(?:te|vous|le|la) guide\w*"
    r"|aupres d\w*|en binome|aux cotes)\b"
)
_ROLE = re.compile(
    r"chef|cheffe|responsable|gerante?|patronn?e?|artisane?|medecin|maire|adjointe?|secretaire"
    r"|comptable|chimiste|architecte|juriste|avocate?|agente?|boulang(?:er|ere)|bouch(?:er|ere)"
    r"|\w{3,}(?:[tsldnrvgf]eur|ieure?|trice|[tsldnrvgf]euse|ier|iere|ien|ienne|iste|logue)"
)
# Words that end like a trade and are none.
_NOT_A_ROLE = re.compile(
    r"tuteur|tutrice|secteur|quartier|atelier|chantier|[a-z]*terieur|premiere?|derniere?|particuliere?"
    r"|matiere|maniere|entiere?|papier|courrier|visiteur|moteur|ordinateur|carriere|filiere|frontiere"
    r"|valeur|couleur|metier|combien|dossier|calendrier|fichier|clavier|janvier|fevrier|cahier|panier"
    r"|ailleurs|plusieurs|meilleure?|interieure?|exterieure?|superieure?|inferieure?|moyenne?|quotidienne?"
    r"|entretien|maintien|soutien|ancienne?|chimie|premiers|derniers|materiel"
)
_ROLE_WITHIN_WORDS = 8
_BRINGING = re.compile(
    r"\b(a apporter|apporte[rsz]?|a prevoir|prevoi[rs]|munir|munis|tenue|chaussures)\b"
)
_ENTRANCE = re.compile(r"\b(fauteuil|ascenseur|plain pied|rampe d acces|pmr|accessib\w+)\b")


@lru_cache(maxsize=64)
def words_of(text: str) -> str:
    """Return the normalised text; several rules read the same one."""
    return normalise(text)


@lru_cache(maxsize=64)
def without_contact(description: str) -> str:
    """Return the description without the sentences that only say whom to call or where to click."""
    sentences = _SENTENCE_END.split(description)
    return "\n".join(s for s in sentences if not _CONTACT.search(fold(s)))


def days_told(description: str) -> int:
    """Return how many days of the week (or numbered days) have a programme of their own."""
    text = words_of(description)
    marks = list(_DAY_MARK.finditer(text))
    ends = [*(mark.start() for mark in marks[1:]), len(text)][: len(marks)]
    told = {
        mark[0]
        for mark, end in zip(marks, ends, strict=True)
        if len(text[mark.end() : end].split()) >= _FEWEST_WORDS_A_DAY
    }
    return len(told)


def steps_told(description: str) -> int:
    """Return how many steps the description has: items of a list, half days, puis, ensuite."""
    text = words_of(description)
    return max(
        len(_LIST_ITEM.findall(description)),
        len(_HALF_DAY.findall(text)),
        len(set(_STEP_WORD.findall(text))) + 1 if _STEP_WORD.search(text) else 0,
    )


def distinct_words(text: str) -> int:
    """Return the number of different words of more than two letters."""
    return len({word for word in words_of(text).split() if len(word) > len("de")})


def concrete_verbs(description: str) -> int:
    """Return how many different concrete verbs say what the pupil will do."""
    found = _VERB.finditer(words_of(description))
    return len({next(stem for stem in match.groups() if stem) for match in found})


def names_supervisor(description: str) -> bool:
    """Say whether someone is said to look after the pupil."""
    return bool(_SUPERVISED.search(words_of(description)))


def names_supervisor_role(description: str) -> bool:
    """Say whether that person's trade or function is told: "encadré par la gérante"."""
    text = words_of(description)
    for cue in _SUPERVISED.finditer(text):
        before = text[: cue.start()].split()[-_ROLE_WITHIN_WORDS:]
        after = text[cue.end() :].split()[:_ROLE_WITHIN_WORDS]
        if any(
            _ROLE.fullmatch(word) and not _NOT_A_ROLE.fullmatch(word) for word in before + after
        ):
            return True
    return False


def trades_told(text: str) -> int:
    """Return how many different trades or functions a text names: menuisier, comptable."""
    words = set(words_of(text).split())
    return sum(bool(_ROLE.fullmatch(word)) and not _NOT_A_ROLE.fullmatch(word) for word in words)


def bringing_told(text: str) -> bool:
    """Say whether a text tells what to bring or to wear."""
    return bool(_BRINGING.search(words_of(text)))


def entrance_told(text: str) -> bool:
    """Say whether a text tells how one gets in with a wheelchair or without stairs."""
    return bool(_ENTRANCE.search(words_of(text)))
