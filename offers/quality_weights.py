"""What each rule of quality is worth: points of its levels from worst to best, 100 in all."""

POINTS: dict[str, tuple[int, ...]] = {
    "programme": (0, 10, 17, 25),
    "detail": (0, 3, 6, 9),
    "self_contained": (0, 5),
    "actions": (0, 3, 6, 8),
    "tutor": (0, 5, 10),
    "hours": (0, 6, 10),
    "lunch": (0, 6),
    "weeks": (0, 3, 5),
    "jobs": (0, 4),
    "to_bring": (0, 3),
    "accessible": (0, 3, 5),
    "capacity": (2, 3),
    "employer": (0, 4, 7),
}
