"""What a person does with the messages it gets."""

from geo_matching.notifications.models import Notification


def link_sent_to(email):
    return Notification.objects.filter(email=email).latest("pk").path


def verify(client, email):
    """Open the link of the message and press its button."""
    path = link_sent_to(email)
    assert "Oui, c'est mon adresse" in client.get(path).content.decode().replace("&#x27;", "'")
    return client.post(path)
