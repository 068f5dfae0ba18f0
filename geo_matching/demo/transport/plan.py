"""The network of lines on paper: where each goes, how often, and its colours."""

from typing import NamedTuple

from geo_matching.demo.city.plan import Xy


class Via(NamedTuple):
    """A point a line passes through; a named one is a stop of that name."""

    at: Xy
    stop: str = ""


class Line(NamedTuple):
    """A line; headways in minutes on a school day, at the peak and between peaks."""

    name: str
    mode: str  # tram, bus
    colour: str
    vias: tuple[Via, ...]
    peak_min: int
    day_min: int
    spacing_m: float = 370.0
    evening: bool = False
    sunday: bool = True
    low_floor: bool = True


GARE = Via((1180, 1650), f"Gare")
HALLS = Via((-60, 330), "Hôtel de Ville")
OLD_BRIDGE = Via((-85, -330), "Pont-Vieux")
SAINT_MARC = Via((-60, -1000), "Saint-Marc")
EAST_BRIDGE = Via((1480, -1080), "Pont de l'Est")
WEST_BRIDGE = Via((-2040, -1500), "Pont de l'Ouest")
HOSPITAL = Via((-130, -2640), "Centre hospitalier")
FACULTIES = Via((-560, -3200), "Facultés")

LINES: tuple[Line, ...] = (
    Line("A", "tram", "#D81E5B", (
        Via((640, 3980), "Les Grands-Champs"), Via((350, 3300), "Bocage Nord"), Via((50, 2030), "Croix du Nord"),
        GARE, Via((440, 740), "Porte Saint-Éloi"), HALLS, OLD_BRIDGE, SAINT_MARC, Via((330, -2250), "Barrière du Midi"),
        HOSPITAL, FACULTIES, Via((650, -3300), "Plaines"), Via((780, -4010), "La Fauconnière"),
    ), 6, 8, spacing_m=520, evening=True),
    Line("B", "tram", "#0B7A75", (
        Via((-2350, 2900), "Le Plateau"), Via((-1700, 1420), "Barrière de Bretagne"), Via((-420, 800), "Porte de Bretagne"),
        HALLS, Via((600, 300), "Porte de la République"), Via((1780, 620), "Les Tanneries"), EAST_BRIDGE,
        Via((2300, -1650), "Midi"), Via((3150, -2200), "Les Sables"), Via((3640, -2610), "Porte du Midi"),
    ), 7, 10, spacing_m=520, evening=True),
    Line("1", "bus", "#1D4E89", (
        Via((-3560, 720), "Centre commercial de l'Océan"), Via((-2040, 330), "Barrière de l'Océan"),
        Via((-630, 260), "Porte de l'Océan"), HALLS, GARE, Via((1620, 1150), "Verdun"), Via((2650, 2350), "Bocage Est"),
        Via((3150, 3080), "Porte de Verdun"),
    ), 8, 12, evening=True),
    Line("2", "bus", "#F18F01", (
        Via((-3050, -2560), "Beauregard"), WEST_BRIDGE, Via((-2030, 330), "Barrière de l'Océan"), Via((-630, 260), "Porte de l'Océan"),
        HALLS, Via((440, 740), "Porte Saint-Éloi"), GARE, Via((1500, 3200), "Moulin-à-Vent"), Via((1750, 4200), "Beaulieu"),
    ), 10, 15, evening=True),
    Line("3", "bus", "#6A4C93", (
        Via((-3300, 420), "Océan"), Via((-3350, 1400), "Bruyères"), Via((-2700, 2850), "Le Plateau"), Via((-900, 3300), "Croix-Blanche"),
        Via((350, 3300), "Bocage Nord"), Via((1500, 3200), "Moulin-à-Vent"), Via((2650, 2350), "Bocage Est"),
    ), 15, 20, sunday=False),
    Line("4", "bus", "#2E933C", (
        FACULTIES, HOSPITAL, Via((-1100, -2560), "La Butte Sud"), Via((-300, -2420), "Ceinture Sud"), SAINT_MARC, OLD_BRIDGE, HALLS,
        Via((-80, 930), "Porte du Nord"), Via((-1100, 1900), "Ceinture Nord"), Via((-1050, 4150), "Croix-Blanche Nord"),
    ), 12, 15),
    Line("5", "bus", "#A23B72", (
        HALLS, Via((600, 300), "Porte de la République"), Via((1780, 620), "Les Tanneries"), Via((2650, 1350), "La Verrerie"),
        Via((3300, 1150), "Les Rives-Hautes"), Via((3750, 1500), "Rives-Hautes Est"),
    ), 60, 60, sunday=False, low_floor=False),
    Line("6", "bus", "#577590", (
        GARE, Via((1620, 1150), "Verdun"), Via((2650, 2350), "Bocage Est"), Via((3550, 3420), "Porte de Verdun Nord"),
        Via((4700, 4700), "Brézolle Centre"), Via((5000, 2600), "Parc technologique"), Via((5500, 2050), "Aubrine Est"),
    ), 20, 30, spacing_m=520, sunday=False),
    Line("7", "bus", "#BC4749", (
        SAINT_MARC, Via((600, -1020), "Faubourg"), EAST_BRIDGE, Via((2600, -950), "Port fluvial"), Via((3600, -560), "Sables Nord"),
        Via((3560, -1500), "Zone des Sables"), Via((3150, -2200), "Les Sables"), Via((4700, -3350), "Parc logistique"),
    ), 30, 60, spacing_m=450, sunday=False, low_floor=False),
    Line("8", "bus", "#43AA8B", (
        Via((560, -3500), "Fauconnière Nord"), Via((650, -3300), "Plaines"), Via((1900, -2900), "Chesnaie"), Via((2300, -1650), "Midi"),
        Via((2600, -950), "Port fluvial"), Via((4250, -330), "Sables Est"),
    ), 20, 30),
    Line("9", "bus", "#8D6A9F", (
        Via((-4200, -1790), "Bellevue"), Via((-3100, -1650), "Bellevue Est"), Via((-2900, -2500), "Beauregard Est"), Via((-1700, -2950), "Campus Ouest"),
        FACULTIES, Via((650, -3300), "Plaines"), Via((780, -4010), "La Fauconnière"),
    ), 20, 30),
    Line("10", "bus", "#4D908E", (
        GARE, Via((50, 2030), "Croix du Nord"), Via((350, 3300), "Bocage Nord"), Via((550, 4600), "Porte du Nord-Ville"), Via((690, 6450), "Les Essarts"),
    ), 30, 60, spacing_m=500, sunday=False),
    Line("11", "bus", "#B56576", (
        HALLS, Via((-420, 800), "Porte de Bretagne"), Via((-1700, 1420), "Barrière de Bretagne"), Via((-2950, 2700), "Bocage Ouest"),
        Via((-3600, 3550), "Porte de Bretagne-Rocade"), Via((-4850, 4600), "Champlorvain Centre"),
    ), 30, 30, spacing_m=480),
    Line("12", "bus", "#277DA1", (
        HALLS, Via((-630, 260), "Porte de l'Océan"), Via((-2030, 330), "Barrière de l'Océan"), Via((-3300, 420), "Océan"),
        Via((-5350, 950), "Parc de la Croix-Rouge"), Via((-6500, 640), "Le Gué-Salé"),
    ), 30, 40, spacing_m=450),
    Line("13", "bus", "#90803E", (
        SAINT_MARC, Via((330, -2250), "Barrière du Midi"), Via((650, -3300), "Plaines"), Via((820, -4500), "Porte de la Libération"),
        Via((900, -6350), "Vaulorges Centre"),
    ), 60, 60, spacing_m=480, sunday=False, low_floor=False),
    Line("14", "bus", "#7F5539", (
        Via((-2030, 330), "Barrière de l'Océan"), WEST_BRIDGE, Via((-2700, -2150), "Leclerc"), Via((-3500, -3350), "Porte du Berry"),
        Via((-5150, -4650), "Les Cinq-Ormes"),
    ), 60, 60, spacing_m=480, sunday=False, low_floor=False),
)  # fmt: skip
