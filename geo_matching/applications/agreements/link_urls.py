"""Addresses of one-time links to sign, under /lien/convention/."""

from django.urls import path

from geo_matching.applications.agreements import link_views

urlpatterns = [
    path("<str:token>/", link_views.agreement_link, name="agreement_link"),
    path("<str:token>/convention.pdf", link_views.agreement_link_pdf, name="agreement_link_pdf"),
]
