"""Addresses of "Ma classe"; the other pages of a school are in schools/urls.py."""

from django.urls import path

from geo_matching.applications import class_page, class_removal, conversation_views

urlpatterns = [
    path("classe/", class_page.show, name="class"),
    path("classe/export.csv", class_page.export, name="class_csv"),
    path("eleves/<int:pk>/messages/", conversation_views.pupil_messages, name="pupil_messages"),
    path("eleves/<int:pk>/retirer/", class_removal.remove, name="pupil_remove"),
]
