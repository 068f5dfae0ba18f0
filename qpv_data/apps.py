from django.apps import AppConfig


class QpvDataConfig(AppConfig):
    name = "qpv_data"
    label = "qpv_data"
    verbose_name = "Territoires et collèges"
