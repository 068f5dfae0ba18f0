"""What a host reads of the answer to its appeal: what became of the offer, and no more."""

import pytest

from offers.models import Decision
from offers.moderation.deciding import contest, decide
from tests.offers.test_moderation import host_user, moderator, offer

__all__ = ["host_user", "moderator", "offer"]
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("second", "words"),
    [
        (Decision.Outcome.KEPT, "l'offre n'est <strong>plus supprimée</strong>."),
        (Decision.Outcome.MASKED, "l'offre a été <strong>masquée</strong>."),
        (Decision.Outcome.REMOVED, "l'offre a été de nouveau <strong>supprimée</strong>."),
    ],
)
def test_the_answer_to_an_appeal_says_what_became_of_a_removed_offer(
    client, offer, host_user, moderator, second, words
):
    first = decide(offer, moderator, Decision.Outcome.REMOVED, "Ce n'est pas un stage.")
    contest(first, "Si, c'en est un.")
    decide(offer, moderator, second, "Relu.")
    client.force_login(host_user)
    page = client.get(f"/structure/decisions/{first.pk}/").content.decode()
    assert words in page
