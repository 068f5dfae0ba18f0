from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    name = "geo_matching.applications"
    label = "applications"
    verbose_name = "Candidatures"
