"""Addresses of feedback, under /avis/."""

from django.urls import path

from geo_matching.applications.feedback import views

urlpatterns = [
    path("", views.feedback_list, name="feedback_list"),
    path("recus/", views.feedback_received, name="feedback_received"),
    path("<int:pk>/", views.feedback_give, name="feedback_give"),
]
