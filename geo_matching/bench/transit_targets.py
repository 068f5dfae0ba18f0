"""What the engine is to reach, and what others need for the same work; seconds and megabytes."""

from geo_matching.bench.transit_worlds import World

# What each figure is, for the reader of the JSON.
WHAT = {
    "build": "from files to a network folder",
    "load": "open a built network in a new process",
    "prepare": "find patterns and useful changes of the day, once for all windows",
    "one_departure": "one departure, from a point to 1 000 destinations (Porto Alegre: 1 227)",
    "window_stops": "search only: 120 departures to all stops",
    "window_destinations_cached": "120 departures to the destinations, 5 percentiles, walks kept",
    "window_destinations": "the same from a bare point",
    "window_sites_cached": "120 departures to 10 000 sites, 5 percentiles, walks kept",
    "window_sites": "the same from a bare point",
    "commutes": "arrive-by and evening return, 10 000 sites, the service's rules",
    "commutes_back": "the same from one site to 10 000 homes, searched from the site",
    "journey": "one journey with legs, the service's rules",
    "isochrones": "five thresholds up to 90 minutes, the service's rules",
    "raptor_npm": "search only: one departure to all stops, against raptor-journey-planner",
    "first_answer": "a new process opens the network and answers its first window",
    "serving": "memory of a process that answers every kind of question",
    "two_workers": "an origin's share with two workers; limit: one worker's / 1.8",
}
LIMIT_S = {
    "grenoble": {
        "build": 20,
        "load": 0.3,
        "one_departure": 0.001,
        "window_stops": 0.002,
        "window_destinations_cached": 0.0035,
        "window_destinations": 0.006,
        "commutes": 0.010,
        "journey": 0.005,
        "isochrones": 0.100,
        "first_answer": 2,
    },
    "porto_alegre": {"window_destinations": 0.007, "load": 0.3},
    "generated_50000": {"build": 300, "window_stops": 0.150},
}
LIMIT_MB = {
    "grenoble": {"build": 1024, "serving": 400},
    "generated_50000": {"build": 6 * 1024},
}
# Medians on one thread of two shared cores. R5 6.9 answers to whole minutes; nigiri searches to
# stops only, and has no window: 120 searches.
ELSEWHERE_S = {
    "grenoble": {
        "one_departure": {"R5": 0.0047, "nigiri": 0.00054},
        "window_stops": {"R5": 0.0158, "nigiri": 0.060},
        "window_destinations_cached": {"R5": 0.0282},
        "window_destinations": {"R5": 0.0282},
        "load": {"nigiri": 0.3},
        "build": {"R5": 10.5},
    },
    "porto_alegre": {
        "one_departure": {"R5": 0.0063, "nigiri": 0.0015},
        "window_stops": {"nigiri": 0.173},
        "window_destinations": {"R5": 0.0552},
        "build": {"R5": 8.0},
    },
}


def limits_of(world: World, figure: str) -> tuple[float | None, float | None, dict[str, float]]:
    """Return seconds and megabytes to stay within, and peers' seconds."""
    return (
        LIMIT_S.get(world.name, {}).get(figure),
        LIMIT_MB.get(world.name, {}).get(figure),
        ELSEWHERE_S.get(world.name, {}).get(figure, {}),
    )
