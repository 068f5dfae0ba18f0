"""What each code of a notice means and what to do about it, in plain French."""

from typing import NamedTuple


class Advice(NamedTuple):
    """A code in a few words, and what a person can do."""

    label: str
    todo: str


_WAIT = "Rien à faire ici\u202f: la ligne sera reprise au prochain import si la source la corrige."
_TELL = (
    "Signalez-le au rectorat, qui tient l'annuaire\u202f; la prochaine édition "
    "corrigera le service."
)
_MAP = (
    "Cherchez le collège sur une carte à son adresse, puis signalez la bonne position au rectorat. "
)
_QPV = (
    "Comparez avec la carte de l'ANCT (sig.ville.gouv.fr)\u202f; sans écart visible, "
    "ignorez l'avis."
)
_PARTNER = "Demandez au partenaire de corriger ce champ puis de renvoyer l'offre."

_COLLEGES = {
    "no_coordinates": Advice("Collège sans position", _MAP + "Il n'a pas de temps de trajet."),
    "bad_coordinates": Advice("Position illisible", _MAP),
    "zero_coordinates": Advice("Position à zéro", _MAP),
    "outside_france": Advice("Position hors de France", _MAP),
    "other_territory": Advice("Position dans un autre territoire", _MAP),
    "swapped_coordinates": Advice(
        "Latitude et longitude inversées", "Réparé. Vérifiez d'un coup d'œil, puis ignorez l'avis."
    ),
    "projected_coordinates": Advice(
        "Position reprise des coordonnées métriques",
        "Réparé. Vérifiez d'un coup d'œil, puis ignorez l'avis.",
    ),
    "coordinates_disagree": Advice("Degrés et mètres en désaccord", _MAP),
    "doubtful_point": Advice("Position jugée douteuse par le ministère", _MAP),
    "in_no_commune": Advice("Position en mer ou à l'étranger", _MAP),
    "far_from_commune": Advice("Position loin de la commune", _MAP),
    "point_in_other_commune": Advice(
        "Position dans une commune voisine",
        "Gardée. Vérifiez sur une carte si le collège est bien là, et le code de sa commune.",
    ),
    "point_in_other_departement": Advice(
        "Position dans un autre département",
        "Gardée. Vérifiez sur une carte si le collège est bien là, et le code de sa commune.",
    ),
    "position_of_other_file": Advice(
        "Position prise dans l'autre fichier", "Réparé. Signalez au rectorat la position fausse."
    ),
    "old_commune": Advice("Code de commune périmé", _TELL),
    "bad_commune": Advice("Code de commune illisible", _TELL),
    "other_departement": Advice("Département et commune en désaccord", _TELL),
    "other_academy": Advice(
        "Académie inattendue",
        "Vérifiez si le découpage des académies a changé\u202f; sinon signalez-le au ministère.",
    ),
    "bad_uai": Advice("Numéro d'établissement (UAI) faux", _TELL),
    "duplicate_uai": Advice("Établissement en double, noms différents", _TELL),
    "duplicate_merged": Advice("En double, même nom", "Réparé\u202f: rien à faire."),
    "no_name": Advice("Sans nom", _TELL),
    "no_sector": Advice("Public ou privé\u202f: non précisé", _TELL),
    "bad_postcode": Advice("Code postal illisible", _TELL),
    "bad_priority": Advice("Label d'éducation prioritaire inconnu", _TELL),
    "both_labels": Advice(
        "À la fois REP et REP+", "REP+ a été retenu. Vérifiez la liste officielle."
    ),
    "label_differs": Advice(
        "Label différent d'une source à l'autre", "Vérifiez la liste officielle de cette rentrée."
    ),
    "priority_without_college": Advice(
        "Labellisé mais absent du fichier des collèges",
        "Vérifiez s'il a fermé ou fusionné depuis l'année de la liste.",
    ),
    "closed_college": Advice(
        "Collège fermé",
        "Il n'est plus proposé aux élèves. S'il est ouvert, signalez son absence au rectorat.",
    ),
    "merged_college": Advice(
        "Collège sans doute fusionné",
        "Vérifiez auprès du rectorat quel établissement l'a repris, et prévenez ses enseignants.",
    ),
    "bad_mail": Advice("Adresse électronique illisible", _TELL),
    "not_in_directory": Advice(
        "Absent de l'annuaire",
        "Considéré comme fermé. S'il est ouvert, signalez son absence au rectorat.",
    ),
}
_YEARLY = {
    "bad_pupils": Advice("Effectif illisible", _WAIT),
    "bad_index": Advice("Indice de position sociale illisible", _WAIT),
    "bad_year": Advice("Année scolaire illisible", _WAIT),
    "parts_exceed_total": Advice("SEGPA et ULIS dépassent le total", _WAIT),
    "other_method": Advice("Indice calculé par une autre méthode", "Normal\u202f: ignorez l'avis."),
    "unknown_college": Advice(
        "Collège inconnu ici", "Sans doute fermé. Sinon, réimportez d'abord les collèges."
    ),
    "no_college_yet": Advice("Aucun collège importé", "Importez d'abord les collèges."),
}
_TERRITORIES = {
    "repaired_polygon": Advice("Contour réparé", _QPV),
    "broken_polygon": Advice("Contour inutilisable", "Réimportez une autre édition du fichier."),
    "no_polygon": Advice("Sans contour", "Réimportez une édition du fichier qui a les contours."),
    "bad_code": Advice("Code illisible", _WAIT),
    "duplicate_code": Advice("Code en double", _QPV),
    "unknown_departement": Advice("Département inconnu", _WAIT),
    "other_vintage": Advice(
        "Quartier d'un autre millésime", "Importez-le avec la liste de son année."
    ),
    "other_encoding": Advice(
        "Fichier d'une ancienne édition",
        "Vérifiez les noms accentués, ou prenez l'édition récente.",
    ),
    "former_commune": Advice(
        "Commune fusionnée ou ancien code",
        "Rien ne se perd. Signalez aux sources qui l'emploient encore le nouveau code.",
    ),
    "no_parent": Advice(
        "Arrondissement sans sa commune",
        "Importez aussi la liste des communes, pas seulement celle-ci.",
    ),
}
_ADDRESSES = {
    "no_position": Advice("Adresse sans position", "Signalez-la à la mairie, qui tient la base."),
    "bad_address": Advice("Adresse incomplète", "Signalez-la à la mairie, qui tient la base."),
    "duplicate_address": Advice("Adresse en double", "Signalez-la à la mairie, qui tient la base."),
}
_NOMENCLATURES = {
    "bad_naf": Advice("Code NAF illisible", "Corrigez la ligne du fichier, puis réimportez-le."),
    "unknown_sector": Advice(
        "Domaine inconnu", "Corrigez la ligne du fichier, puis réimportez-le."
    ),
    "duplicate_naf": Advice(
        "Deux domaines pour une activité", "Choisissez-en un dans le fichier, puis réimportez-le."
    ),
    "bad_rome": Advice("Code ROME illisible", "Corrigez la ligne du fichier, puis réimportez-le."),
}
_OFFERS = {
    "missing": Advice("Champ obligatoire absent", _PARTNER),
    "not_an_object": Advice("Offre illisible", _PARTNER),
    "not_text": Advice("Texte attendu", _PARTNER),
    "not_boolean": Advice("Oui ou non attendu", _PARTNER),
    "not_a_list": Advice("Liste attendue", _PARTNER),
    "too_long": Advice("Texte trop long", _PARTNER),
    "duplicate_remote_id": Advice("Offre en double", _PARTNER),
    "bad_permalink": Advice("Adresse web de l'offre incorrecte", _PARTNER),
    "trial_permalink": Advice("Offre d'essai", _PARTNER),
    "bad_website": Advice("Site web incorrect", _PARTNER),
    "bad_capacity": Advice("Nombre de places incorrect", _PARTNER),
    "bad_date": Advice("Date incorrecte", _PARTNER),
    "bad_week": Advice("Semaine incorrecte", _PARTNER),
    "bad_hours": Advice("Horaires incorrects", _PARTNER),
    "unknown_grade": Advice("Niveau inconnu", _PARTNER),
    "not_for_college": Advice(
        "Offre qui n'est pas pour le collège", "Normal\u202f: ignorez l'avis."
    ),
    "mixed_grades": Advice("Collège et lycée mêlés", _PARTNER),
    "official_weeks": Advice("Il manque une des deux semaines officielles de 2de", _PARTNER),
    "lunch_cut": Advice("Texte sur le repas raccourci", "Vérifiez l'offre, puis ignorez l'avis."),
    "two_audiences": Advice("Réservée aux REP et aux QPV à la fois", _PARTNER),
}
_STREETS = {
    "basemap_geometry": Advice(
        "Forme du plan illisible", "Sans effet sur les trajets\u202f: ignorez."
    ),
}
ADVICE: dict[str, Advice] = (
    _COLLEGES | _YEARLY | _TERRITORIES | _ADDRESSES | _NOMENCLATURES | _OFFERS | _STREETS
)


def advice_on(code: str) -> Advice:
    """Return what to say of a code; an unknown one is shown as it is."""
    return ADVICE.get(code, Advice(code, "Lisez le détail et la ligne du fichier."))
