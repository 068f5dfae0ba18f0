from allauth.account import apps as allauth_account
from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "geo_matching.accounts"
    label = "accounts"
    verbose_name = "Comptes"


class AddressesConfig(allauth_account.AccountConfig):
    """allauth's own calls itself "Comptes" in French, as ours does: two of them on one page."""

    default = False
    verbose_name = "Adresses électroniques des comptes"
