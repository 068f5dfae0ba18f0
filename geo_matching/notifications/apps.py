from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "geo_matching.notifications"
    label = "notifications"
    verbose_name = "Messages envoyés"
