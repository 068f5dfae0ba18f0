"""The one scale of minutes of every page: five steps."""

STEPS = (15, 30, 45, 60, 90)


def band(minutes: int) -> int:
    """Return the index of the step these minutes fall in; beyond the last step, the last."""
    return next((index for index, step in enumerate(STEPS) if minutes <= step), len(STEPS) - 1)
