from geo_matching.notifications.models.notification import Notification

__all__ = ["Notification"]
