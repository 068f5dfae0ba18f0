"""Pages of applications: the pupil's, the host's inbox, links of co-workers, favourites."""

from django.urls import path

from geo_matching.applications import (
    apply_views,
    conversation_views,
    favourite_views,
    host_views,
    link_views,
    pupil_views,
)

urlpatterns = [
    path("offres/<int:pk>/candidater/", apply_views.apply_page, name="apply"),
    path("offres/<int:pk>/partenaire/", apply_views.partner_page, name="partner_offer"),
    path("candidatures/", pupil_views.my_applications, name="my_applications"),
    path("candidatures/<int:pk>/", pupil_views.move, name="application_move"),
    path("candidatures/<int:pk>/messages/", conversation_views.thread, name="application_messages"),
    path(
        "candidatures/messages/<int:pk>/signaler/",
        conversation_views.report_message,
        name="message_report",
    ),
    path("favoris/", favourite_views.favourites, name="favourites"),
    path("favoris/<int:pk>/", favourite_views.keep, name="favourite"),
    path("structure/candidatures/", host_views.inbox, name="inbox"),
    path("structure/candidatures/export.xlsx", host_views.export, name="inbox_export"),
    path("structure/candidatures/<int:pk>/", host_views.one, name="inbox_application"),
    path("lien/<str:token>/", link_views.answer, name="answer_link"),
]
