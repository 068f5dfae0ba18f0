from django.apps import AppConfig


class MatchingConfig(AppConfig):
    name = "geo_matching.matching"
    label = "matching"
    verbose_name = "Trajets et classement"
