from geo_matching.matching.queries import GroupHost, groups_of_offers, origin_of, read_hosts
from qpv_data.models import College


def hosts_for_group(college: College, week: int, group_size: int, minutes: int) -> list[GroupHost]:
    """Read all hosts of a group at once, where the page reads those it shows."""
    origin = origin_of(college.uai)
    return read_hosts(groups_of_offers(origin, week, group_size, minutes))
