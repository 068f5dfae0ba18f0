"""Pages of hosts and of moderation."""

from django.urls import path

from offers.moderation import views as moderation

urlpatterns = [
    path("offres/<int:pk>/signaler/", moderation.report_offer, name="report_offer"),
    path("structure/decisions/<int:pk>/", moderation.decision, name="decision"),
]
