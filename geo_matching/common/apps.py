from django.apps import AppConfig


class CommonConfig(AppConfig):
    name = "geo_matching.common"
    label = "common"
    verbose_name = "Imports"
