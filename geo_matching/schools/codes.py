"""The code a pupil signs in with: short, read aloud without doubt, not a word."""

import secrets

from geo_matching.accounts.models import User

# Neither vowels, which make words, nor what is read as something else: B 8, I 1, O 0, S 5, Z 2.
LETTERS = "CDFGHJKMNPQRTWX34679"
GROUP = 4
# 20 ** 8 codes: a guess meets one of a million pupils once in 25 000 tries.
LENGTH = 8


def new_codes(count: int) -> list[str]:
    """Return so many codes that no account has, in the form "K7PM-4TQX"."""
    codes: set[str] = set()
    while len(codes) < count:
        drawn = {_draw() for _ in range(count - len(codes))}
        taken = User.objects.filter(username__in=drawn).values_list("username", flat=True)
        codes |= drawn - set(taken)
    return list(codes)


def _draw() -> str:
    drawn = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
    return f"{drawn[:GROUP]}-{drawn[GROUP:]}"
