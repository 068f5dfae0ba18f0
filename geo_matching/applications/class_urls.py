"""Addresses of "Ma classe"; the other pages of a school are in schools/urls.py."""

from django.urls import path

from geo_matching.applications import class_page

urlpatterns = [
    path("classe/", class_page.show, name="class"),
    path("classe/export.csv", class_page.export, name="class_csv"),
]
