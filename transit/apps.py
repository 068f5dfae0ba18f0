from django.apps import AppConfig


class TransitConfig(AppConfig):
    name = "transit"
    label = "transit"
    verbose_name = "Transports"
