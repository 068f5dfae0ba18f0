"""Addresses of agreements, under /conventions/."""

from django.urls import path

from geo_matching.applications.agreements import class_views, signing_views, views

urlpatterns = [
    path("", views.agreement_list, name="agreement_list"),
    path("signer/", class_views.sign_many, name="agreements_sign"),
    path("conventions.pdf", class_views.class_pdf, name="agreements_pdf"),
    path("<int:pk>/", views.agreement, name="agreement"),
    path("<int:pk>/structure/", views.part, {"name": "structure"}, name="agreement_host_part"),
    path("<int:pk>/college/", views.part, {"name": "college"}, name="agreement_school_part"),
    path("<int:pk>/convention.pdf", signing_views.agreement_pdf, name="agreement_pdf"),
    path("<int:pk>/signer/", signing_views.sign_agreement, name="agreement_sign"),
    path("<int:pk>/lien/", signing_views.send_agreement_link, name="agreement_send_link"),
    path("<int:pk>/rouvrir/", signing_views.reopen_agreement, name="agreement_reopen"),
    path("<int:pk>/papier/", signing_views.paper, name="agreement_paper"),
    path("<int:pk>/papier/deposer/", signing_views.upload_paper, name="agreement_upload"),
]
