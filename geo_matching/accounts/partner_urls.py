"""Where a partner manages its keys and its webhook: under /compte/api/."""

from django.urls import path

from geo_matching.accounts.partner_pages import partner_api

urlpatterns = [path("", partner_api, name="partner-api")]
