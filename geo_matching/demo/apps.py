from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "geo_matching.demo"
    label = "demo"
    verbose_name = "Ville de démonstration"
