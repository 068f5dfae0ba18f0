from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "geo_matching.accounts"
    label = "accounts"
    verbose_name = "Comptes"
