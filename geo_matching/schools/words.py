"""Counted nouns in French, for messages that no template writes."""


def counted(number: int, one: str, many: str) -> str:
    """Return "1 élève" or "12 élèves"."""
    return f"{number} {one if number <= 1 else many}"
