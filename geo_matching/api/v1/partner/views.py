"""What the addresses that only partners may ask share in our own API."""

from geo_matching.api.partner.views import CallerMixin
from geo_matching.api.views import ApiView


class PartnerApiView(CallerMixin, ApiView):
    """As the rest of our API, with a token."""

    counted = "own"
    http_method_names = ["get", "post", "head", "options"]
