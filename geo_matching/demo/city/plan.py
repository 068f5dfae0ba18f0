"""The plan of the invented city, in metres east and north of its old centre, before it is warped.

Straight lines and round numbers are wanted here: `terrain.Warp` bends the whole plan, streets and
river and zones alike, so that nothing on the map looks drawn with a ruler.
"""

from typing import NamedTuple

Xy = tuple[float, float]

CITY = "Sorvelle"
RIVER = "L'Aubrine"
# A thinly peopled corner of the Indre: the nearest town of 40 000 people is 35 km away.
CENTRE_LAT, CENTRE_LON = 46.72, 1.20


class Commune(NamedTuple):
    """One commune: `code` and `postcode` look like the département's, none is in use."""

    code: str
    name: str
    postcode: str
    sector: tuple[
        float, float
    ]  # bearings, degrees counter-clockwise from east, beyond CITY_LIMIT_M


CITY_LIMIT_M = 4700.0
COMMUNES = (
    Commune("36901", CITY, "36900", (0.0, 0.0)),
    Commune("36902", "Brézolle-sur-Aubrine", "36910", (330.0, 75.0)),
    Commune("36903", "Champlorvain", "36920", (75.0, 200.0)),
    Commune("36904", "Vaulorges", "36930", (200.0, 330.0)),
)

RIVER_COURSE: tuple[Xy, ...] = (
    (-10500, -3600), (-8800, -3300), (-7000, -2300), (-5300, -1250), (-3500, -900), (-1900, -1050),
    (-700, -640), (300, -470), (1400, -620), (2500, -200), (3350, 700), (4500, 1350), (6300, 1450),
    (8000, 2300), (10500, 3300),
)  # fmt: skip
RIVER_HALF_WIDTH_M = 42.0
QUAY_SPAN_X = (-4050.0, 4050.0)

RAILWAY: tuple[Xy, ...] = (
    (-10500, 4300), (-6500, 3100), (-2600, 2500), (-600, 2330), (1000, 2050), (2100, 1700),
    (2750, 950), (3150, 0), (3900, -1200), (6000, -2300), (10500, -3600),
)  # fmt: skip

RING_ROAD: tuple[Xy, ...] = (
    (4250, 500), (4200, 1900), (3500, 3450), (2000, 4250), (300, 4450), (-1700, 4200), (-3500, 3600),
    (-4450, 2200), (-4500, 300), (-4350, -1400), (-4150, -2900), (-2900, -3900), (-900, -4350),
    (1100, -4400), (2900, -3700), (4050, -2300), (4350, -800),
)  # fmt: skip


class Road(NamedTuple):
    """One road of the plan; `closed` roads come back to their start."""

    name: str
    highway: str
    course: tuple[Xy, ...]
    closed: bool = False


ROADS: tuple[Road, ...] = (
    Road("Boulevard des Remparts", "secondary", (
        (600, 300), (520, 640), (260, 880), (-80, 930), (-420, 800), (-620, 500), (-640, 150),
        (-480, -180), (-180, -330), (180, -330), (470, -160)), closed=True),
    Road("Boulevard de Ceinture", "primary", (
        (1400, -620), (1500, -1150), (1150, -1750), (350, -2250), (-300, -2420), (-1100, -2560), (-1850, -2150),
        (-2050, -1500), (-1900, -1050), (-1950, -300), (-2050, 400), (-1800, 1300), (-1100, 1900), (-200, 2050),
        (700, 1850), (1500, 1400), (1800, 500), (1500, -150)), closed=True),
    Road("Rue du Pont-Vieux", "secondary", ((-60, 330), (-90, -330), (-60, -1000))),
    Road("Rue de l'Hôtel-de-Ville", "tertiary", ((-640, 330), (-60, 330), (600, 330))),
    Road("Rue des Halles", "tertiary", ((-60, 330), (-80, 930))),
    Road("Avenue du Nord", "secondary", ((-80, 930), (50, 2020), (350, 3300), (550, 4450), (700, 6500), (900, 9000))),
    Road("Avenue de la Gare", "secondary", ((440, 740), (1180, 1650))),
    Road("Avenue de Verdun", "secondary", ((520, 640), (1620, 1150), (2650, 2350), (3550, 3420), (4700, 4750), (6600, 7000))),
    Road("Avenue de la République", "secondary", ((600, 300), (1780, 620), (2650, 1350), (3500, 2050), (5000, 2550), (6800, 3300), (9500, 4600))),
    Road("Avenue de Bretagne", "secondary", ((-420, 800), (-1700, 1420), (-2950, 2700), (-3600, 3550), (-4800, 4600), (-6600, 6400))),
    Road("Avenue de l'Océan", "primary", ((-630, 250), (-2030, 330), (-3300, 420), (-4480, 500), (-6600, 650), (-10000, 900))),
    Road("Avenue de la Libération", "secondary", ((-60, -1000), (180, -1500), (330, -2260), (650, -3300), (820, -4420), (900, -6400), (1000, -9000))),
    Road("Avenue du Faubourg Saint-Marc", "secondary", ((-60, -1000), (600, -1020), (1480, -1080))),
    Road("Avenue du Midi", "primary", ((1480, -1080), (2300, -1650), (3150, -2200), (3800, -2750), (5500, -3900), (8500, -6200))),
    Road("Route des Sables", "secondary", ((1480, -1080), (2600, -950), (3600, -560), (4350, -300), (6600, 250), (9500, 700))),
    Road("Avenue du Général Leclerc", "secondary", ((-2050, -1500), (-2700, -2150), (-3500, -3350), (-5200, -4700), (-7500, -6500))),
    Road("Rue de Bellevue", "tertiary", ((-2050, -1500), (-3100, -1650), (-4330, -1800), (-6400, -2900))),
    Road("Avenue des Facultés", "tertiary", ((-300, -2420), (-550, -3200), (-900, -4350))),
    Road("Boulevard du Bocage", "tertiary", (
        (-3300, 420), (-3350, 1400), (-2950, 2700), (-2050, 3250), (-900, 3300), (350, 3300), (1500, 3200), (2650, 2350), (3000, 1650))),
    Road("Boulevard des Plaines", "tertiary", (
        (-3100, -1650), (-2700, -2150), (-1700, -2950), (-550, -3200), (650, -3300), (1900, -2900), (2300, -1650), (2600, -950))),
    Road("Rue de la Croix-Blanche", "tertiary", ((-1100, 1900), (-900, 3300), (-1050, 4250))),
    Road("Rue du Moulin-à-Vent", "tertiary", ((1500, 1400), (1500, 3200), (1750, 4300))),
    Road("Rue des Bruyères", "tertiary", ((-2050, 400), (-3350, 1400), (-4450, 2200), (-6300, 3600))),
    Road("Rue de la Chesnaie", "tertiary", ((1150, -1750), (1900, -2900), (2300, -4050), (2900, -5900))),
    Road("Chemin du Halage", "tertiary", ((-1950, -300), (-3000, -330), (-3300, 420))),
    Road("Route de Brézolle", "tertiary", ((5000, 2550), (4700, 4750), (2900, 5800), (700, 6500))),
    Road("Route de Champlorvain", "tertiary", ((700, 6500), (-2000, 6000), (-4800, 4600), (-6300, 3600), (-6600, 650))),
    Road("Route du Gué", "tertiary", ((-6600, 650), (-6700, -900), (-6450, -2000), (-6400, -2900), (-5200, -4700))),
    Road("Route de Vaulorges", "tertiary", ((-5200, -4700), (-2300, -5900), (900, -6400), (2900, -5900), (5500, -3900), (6600, 250))),
)  # fmt: skip

# Roads of the hill: its foot, and the one that climbs in hairpins.
HILL_CENTRE: Xy = (-1000, -1640)
HILL_RADII_M = (640.0, 470.0)


class Zone(NamedTuple):
    """A piece of the city with streets of its own kind: a rotated rectangle with cut corners."""

    name: str
    kind: str
    centre: Xy
    width: float
    height: float
    bearing_deg: float


ZONES: tuple[Zone, ...] = (
    Zone("Les Grands-Champs", "estate", (760, 3680), 900, 640, 8),
    Zone("Le Plateau", "estate", (-2650, 3050), 980, 620, -35),
    Zone("Les Rives-Hautes", "estate", (3480, 1420), 760, 560, 38),
    Zone("La Fauconnière", "estate", (560, -3800), 860, 640, 0),
    Zone("Beauregard", "estate", (-3150, -2720), 820, 620, -40),
    Zone("Zone industrielle des Sables", "industrial", (3560, -1300), 1250, 1000, -25),
    Zone("Zone industrielle du Val", "industrial", (-3900, -330), 900, 640, 0),
    Zone("Port fluvial", "industrial", (2650, -560), 900, 420, 22),
    Zone("Parc d'activités de la Croix-Rouge", "industrial", (-5400, 1300), 1150, 800, 10),
    Zone("Parc logistique du Midi", "industrial", (4900, -3050), 1200, 800, -35),
    Zone("Centre commercial de l'Océan", "retail", (-3850, 900), 760, 560, 3),
    Zone("Centre commercial Porte de Verdun", "retail", (3000, 3350), 760, 560, 45),
    Zone("Centre hospitalier", "hospital", (-250, -2850), 560, 460, -12),
    Zone("Campus des Facultés", "campus", (-1150, -3550), 1050, 780, -8),
    Zone("Parc technologique de l'Aubrine", "campus", (5300, 1960), 760, 520, 15),
    Zone("Parc de la Chesnaie", "park", (1350, -3300), 640, 620, 12),
    Zone("Parc des Remparts", "park", (-950, 560), 420, 460, 8),
    Zone("Jardin botanique", "park", (950, 700), 330, 300, 22),
    Zone("Parc de la Prairie", "park", (-2900, -640), 900, 300, 4),
    Zone("Bois de Champlorvain", "wood", (-1900, 5050), 1500, 900, 20),
    Zone("Bois des Brosses", "wood", (3150, -4900), 1400, 900, -30),
    Zone("Parc du Moulin", "park", (2080, 2900), 420, 380, 10),
    Zone("Lac de la Grenouillère", "lake", (-5300, -3300), 900, 620, 30),
    Zone("Brézolle-sur-Aubrine", "village", (4850, 4100), 1300, 1000, 30),
    Zone("Champlorvain", "village", (-5000, 4500), 1300, 1000, -30),
    Zone("Vaulorges", "village", (900, -6250), 1300, 900, 0),
    Zone("Les Essarts", "village", (650, 6350), 1000, 800, 10),
    Zone("Le Gué-Salé", "village", (-6650, 550), 900, 800, 5),
    Zone("La Pinsonnière", "village", (6400, 400), 900, 800, 10),
    Zone("Les Cinq-Ormes", "village", (-5200, -4750), 900, 700, 30),
    Zone("Moulin-Neuf", "village", (5600, -4100), 800, 640, -30),
)  # fmt: skip
STREETLESS = frozenset({"wood", "lake"})


class Quarter(NamedTuple):
    name: str
    centre: Xy


STATION: Xy = (1330, 1905)
QUARTERS: tuple[Quarter, ...] = (
    Quarter("Vieille-Ville", (-300, 520)),
    Quarter("Faubourg Saint-Marc", (650, -1380)),
    Quarter("La Butte", (-1000, -1640)),
    Quarter("La Gare", (1100, 1480)),
    Quarter("Les Remparts", (-1250, 900)),
    Quarter("Le Bas-Quai", (-1250, -250)),
    Quarter("Saint-Éloi", (-950, 2800)),
    Quarter("Le Bocage", (-2800, 1600)),
    Quarter("L'Océan", (-2900, 150)),
    Quarter("Les Tanneries", (1100, -150)),
    Quarter("Le Moulin", (2000, 2350)),
    Quarter("La Croix-Blanche", (-300, 2700)),
    Quarter("Les Facultés", (-900, -2950)),
    Quarter("La Chesnaie", (1500, -2400)),
    Quarter("Bellevue", (-2900, -1500)),
    Quarter("Les Sables", (2700, -1350)),
    Quarter("Beaulieu", (1900, 3700)),
    Quarter("La Verrerie", (2500, 600)),
)  # fmt: skip
