from django.apps import AppConfig, apps
from django.db.models.signals import post_save


class MatchingConfig(AppConfig):
    name = "geo_matching.matching"
    label = "matching"
    verbose_name = "Trajets et classement"

    def ready(self) -> None:
        from geo_matching.common.versions import changed  # noqa: PLC0415 - it has models
        from geo_matching.matching.following import on_change, on_save  # noqa: PLC0415 - likewise

        changed.connect(on_change, dispatch_uid="commutes follow the data")
        for name in ("Site", "Offer", "WorkingHours"):
            model = apps.get_model("offers", name)
            post_save.connect(on_save, sender=model, dispatch_uid=f"commutes follow each {name}")
