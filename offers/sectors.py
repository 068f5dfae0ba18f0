"""The 51 sectors of the State's internship platform, by the short codes of its partner API.

Source: GET /api/v2/sectors of "1 élève 1 stage" and of "Mon stage de 3e" before it. The older one
has UUIDs; three of its sectors were renamed when short codes came, and lead to their successors.
"""

from dataclasses import dataclass

from geo_matching.common.text import normalise


@dataclass(frozen=True, slots=True)
class Sector:
    """A sector: its code ("s33"), its French name, a DSFR icon name, its former UUID if any."""

    code: str
    name: str
    icon: str
    uuid: str = ""

    @property
    def icon_class(self) -> str:
        """Return the CSS class that draws the icon."""
        return f"fr-icon-{self.icon}-line"


_TABLE = (
    Sector("s51", "Agriculture", "plant", "76de34d3-b524-456d-bc91-92e133cdab2b"),
    Sector("s1", "Agroéquipement", "settings-5", "0b91687a-f3cc-4cd1-bfb5-b9f03994b1bd"),
    Sector(
        "s2",
        "Architecture, urbanisme et paysage",
        "compasses-2",
        "1ee1b11c-97ca-4b7e-a6fb-afe404f24954",
    ),
    Sector("s3", "Armée - Défense", "medal", "4c0e0937-d7af-4b1c-998c-c1b1d628e3a3"),
    Sector("s4", "Art et design", "palette", "c1f72076-43fb-44ae-a811-d55eccf15c08"),
    Sector("s5", "Artisanat d'art", "paint-brush", "1ce60ecc-273d-4c73-9b1a-2f5ee14e1bc6"),
    Sector("s6", "Arts du spectacle", "music-2", "055b7580-c979-480f-a026-e94c8b8dc46e"),
    Sector("s7", "Audiovisuel", "clapperboard", "4b6427b1-b289-486d-b7ea-f33134995a99"),
    Sector("s8", "Automobile", "car", "f3733e9c-f33c-4c33-9903-baf9c8e2d2fb"),
    Sector("s9", "Banque et assurance", "bank", "6a8f813b-c338-4d4f-a4cd-99a28748b57d"),
    Sector("s11", "Bien-être", "user-heart"),
    Sector(
        "s10", "Bâtiment et travaux publics (BTP)", "hammer", "ab69287d-273a-4626-b645-d98f567b22ba"
    ),
    Sector("s12", "Commerce et distribution", "store", "ae267ff2-76d5-460a-9a41-3b820c392149"),
    Sector("s13", "Communication", "megaphone", "63d73fd3-9ca6-4838-95aa-9901896be99c"),
    Sector(
        "s14",
        "Comptabilité, gestion, ressources humaines",
        "calculator",
        "bfb24e1c-aebc-4451-bb4b-569ab71a814d",
    ),
    Sector("s15", "Conseil et audit", "bar-chart-box"),
    Sector(
        "s16",
        "Construction aéronautique, ferroviaire et navale",
        "train",
        "ee0e9e5c-f19e-4be8-9399-2cff4f4e5ca5",
    ),
    Sector("s17", "Culture et patrimoine", "ancient-gate", "c76e6364-7257-473c-89aa-c951141810ce"),
    Sector("s18", "Droit et justice", "scales-3", "1711c7c8-89dc-48dd-9ae9-22bde1bd281b"),
    Sector("s22", "Enseignement", "school", "76f3a155-e592-4bb9-8512-358a7d9db313"),
    Sector("s23", "Environnement", "leaf", "1bbc6281-805e-4045-b85b-65a1479a865d"),
    Sector("s24", "Filière bois", "seedling", "aa658f28-a9ac-4a29-976f-a528c994f37a"),
    Sector("s25", "Fonction publique", "government"),
    Sector("s26", "Hôtellerie, restauration", "restaurant", "92e5ad0c-6e30-43a4-8158-818236d01390"),
    Sector(
        "s27",
        "Immobilier, transactions immobilières",
        "home-4",
        "de7930b7-104f-44df-8e49-08eca31ec9e6",
    ),
    Sector("s28", "Industrie alimentaire", "cup", "95776212-ddd1-466e-ba5b-089f4e2f11ac"),
    Sector("s29", "Industrie chimique", "test-tube", "4974df57-0111-492d-ab60-3bfdad10733d"),
    Sector(
        "s30", "Industrie, ingénierie industrielle", "cpu", "14d24150-86cd-4b66-95f0-7f94cf56b5cb"
    ),
    Sector("s31", "Informatique et réseaux", "computer", "bfd92448-5eae-4d99-ae2c-67fffc8fec69"),
    Sector("s32", "Jeu vidéo", "gamepad", "be4bab4d-09ed-4205-bca1-1047da0500f8"),
    Sector("s33", "Journalisme", "newspaper"),
    Sector("s34", "Logistique et transport", "bus", "19ccd244-5fac-4ad9-8513-7488d0980f4c"),
    Sector("s35", "Maintenance", "tools", "0f51b2d6-91da-4543-a0aa-d49a7be3d249"),
    Sector("s36", "Marketing, publicité", "presentation", "811621f0-e2d1-4c32-a406-5b45979d7c6d"),
    Sector("s39", "Mode", "scissors", "b7564ac4-e184-41c4-a7a9-57233a9d244a"),
    Sector("s37", "Mécanique", "motorbike", "4ee8bd54-7b5b-4ae9-9603-78f303d5aea8"),
    # This one is not a UUID, but it is what the older API sends.
    Sector("s38", "Métiers d'art", "brush", "82738129-au8h-8297-827h-oaieurjeh872"),
    Sector("s40", "Papiers cartons", "file"),
    Sector("s41", "Paramédical", "stethoscope", "89946839-8e18-4087-b48d-e6ee5f7d8480"),
    Sector("s42", "Recherche", "microscope", "c5db692a-2a17-403c-8151-1b3cd7dc48ba"),
    Sector("s43", "Santé", "hospital"),
    Sector("s45", "Services postaux", "mail-send", "156f75da-37ee-41f8-ade4-94ea23acf715"),
    Sector("s46", "Social", "parent", "d5a7ec0f-5f9c-44cb-add0-66465b4e7d3c"),
    Sector("s47", "Sport", "trophy", "01d06ada-55be-4ebf-8ad2-2666e7a7f521"),
    Sector("s44", "Sécurité", "shield", "ec4ce411-f8fd-4690-b51f-3290ffd069e0"),
    Sector("s48", "Tourisme", "suitcase-2", "dd9d626b-735a-4139-87b8-8c67990b97ba"),
    Sector("s49", "Traduction, interprétation", "speak", "1123edde-0d77-498a-85c5-2ab3d81b3cd8"),
    Sector("s50", "Verre, béton, céramique", "ink-bottle", "463578f1-b371-4466-a13f-b0e99f783391"),
    Sector(
        "s19", "Édition, librairie, bibliothèque", "book-2", "27c1d368-0846-4038-903f-d63b989e0fe4"
    ),
    Sector("s20", "Électronique", "flashlight", "1ce6aa62-6d91-41e5-9135-ce97e7c94a46"),
    Sector("s21", "Énergie", "lightbulb", "af7e191a-7065-403e-844d-197e7e1e8bdb"),
)
# Former sectors without a short code: name, UUID, code of the sector that took their place.
_FORMER = (
    ("Administration publique", "f329c1e8-30db-48b4-babb-52e2c90d7287", "s25"),
    ("Conseil", "9bb7b34c-caaf-413f-8c67-6f7a65ec6d56", "s15"),
    ("Médical", "1aae3b41-1394-4109-83cf-17214e1aefdd", "s43"),
)

SECTORS: dict[str, Sector] = {
    sector.code: sector for sector in sorted(_TABLE, key=lambda sector: normalise(sector.name))
}
_BY_NAME = {normalise(sector.name): sector for sector in _TABLE} | {
    normalise(name): SECTORS[code] for name, _, code in _FORMER
}
_BY_UUID = {sector.uuid: sector for sector in _TABLE if sector.uuid} | {
    uuid: SECTORS[code] for _, uuid, code in _FORMER
}


def sector_by_name(name: str) -> Sector | None:
    """Return the sector of this name; case, accents and punctuation do not count."""
    return _BY_NAME.get(normalise(name))


def find_sector(reference: str) -> Sector | None:
    """Return the sector that a partner means: by short code, by former UUID, or by name."""
    text = reference.strip()
    return SECTORS.get(text.lower()) or _BY_UUID.get(text.lower()) or sector_by_name(text)
