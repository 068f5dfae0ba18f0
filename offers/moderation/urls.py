"""Pages of moderation for those concerned."""

from django.urls import path

from offers.moderation import views

urlpatterns = [
    path("offres/<int:pk>/signaler/", views.report_offer, name="report_offer"),
    path("structure/decisions/<int:pk>/", views.decision, name="decision"),
]
