from django.apps import AppConfig


class MatchingConfig(AppConfig):
    name = "geo_matching.matching"
    label = "matching"
    verbose_name = "Trajets et classement"

    def ready(self) -> None:
        from geo_matching.common.versions import changed  # noqa: PLC0415 - it has models
        from geo_matching.matching.following import on_change  # noqa: PLC0415 - it has models

        changed.connect(on_change, dispatch_uid="commutes follow the data")
