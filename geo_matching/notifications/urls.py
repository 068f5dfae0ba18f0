"""Addresses of a person's messages, under /messages/."""

from django.urls import path

from geo_matching.notifications import views

urlpatterns = [
    path("", views.message_list, name="message_list"),
    path("<int:pk>/", views.message, name="message"),
    path("tout-lu/", views.mark_all_read, name="messages_all_read"),
]
