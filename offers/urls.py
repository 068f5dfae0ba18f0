"""A host's pages: its offers, posting one, its team."""

from django.urls import path, register_converter

from offers.dashboard import team_views
from offers.dashboard import views as dashboard
from offers.posting import views as posting
from offers.posting.drafts import BY_SLUG


class StepConverter:
    """A step of posting in an address."""

    regex = "|".join(BY_SLUG)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(StepConverter, "step")
_DRAFT, _OFFER = "offres/brouillon/<int:pk>", "offres/<int:pk>"

urlpatterns = [
    path("", dashboard.dashboard, name="host_dashboard"),
    path("offres/nouvelle/", posting.new, name="offer_new"),
    path(f"{_DRAFT}/", posting.summary, name="offer_summary"),
    path(f"{_DRAFT}/publier/", posting.publish_draft, name="offer_publish"),
    path(f"{_DRAFT}/supprimer/", posting.discard, name="offer_discard"),
    path(f"{_DRAFT}/<step:slug>/", posting.step, name="offer_step"),
    path(f"{_DRAFT}/<step:slug>/en-direct/", posting.live, name="offer_live"),
    path(f"{_OFFER}/modifier/", dashboard.change, name="offer_change"),
    path(f"{_OFFER}/dupliquer/", dashboard.duplicate, name="offer_duplicate"),
    path(f"{_OFFER}/renouveler/", dashboard.renew, name="offer_renew"),
    path(f"{_OFFER}/retirer/", dashboard.take_off, name="offer_take_off"),
    path(f"{_OFFER}/remettre/", dashboard.put_back, name="offer_put_back"),
    path(f"{_OFFER}/supprimer/", dashboard.remove_offer, name="offer_remove"),
    path(f"{_OFFER}/historique/", dashboard.history, name="offer_history"),
    path("equipes/", team_views.teams, name="host_teams"),
    path("equipes/<int:pk>/", team_views.team, name="host_team"),
    path("equipes/<int:pk>/quitter/", team_views.leave_team, name="host_leave"),
    path("invitation/<str:token>/", team_views.invitation, name="host_invitation"),
]
