from tests.notifications.mail_server import mail_server
from tests.queue_worker import queue

__all__ = ["mail_server", "queue"]
