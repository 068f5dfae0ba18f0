"""Where seats are missing: the seats that each collège and each QPV of a département can reach."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from django.db.models import QuerySet
from numpy.typing import NDArray

from geo_matching.common.versions import current
from geo_matching.matching import eligibility
from geo_matching.matching.catalogue import offer_table
from geo_matching.matching.loading import load_commutes
from geo_matching.matching.models import ComputedCollege
from geo_matching.matching.near_qpv import Serving, colleges_serving
from geo_matching.matching.seats import seats_left
from geo_matching.matching.tables import NO_WAY_MINUTES, OfferTable, worst_day
from geo_matching.matching.versioned_cache import VersionedCache
from offers.coming import coming_week
from qpv_data.models import College, EducationPriority, Qpv
from qpv_data.near_qpv import colleges_near_qpv

NO_COLLEGE = Serving((), near=False)
# Seats and offers; None: none of the collèges is computed.
Sums = tuple[int | None, int | None]


@dataclass(frozen=True, slots=True)
class CollegeSeats:
    """Seats a collège's pupils may take and can reach; None = its commutes are not computed yet."""

    college: College
    seats: int | None
    offers: int | None


@dataclass(frozen=True, slots=True)
class QpvSeats:
    """Seats that at least one collège serving the QPV can reach; None = none of these is computed.

    `near` is False when no collège lies in it or near it and the nearest one stands in; `pupils`
    and `pupils_3e` are those of its collèges together, None where one of them is unknown.
    """

    qpv: Qpv
    seats: int | None
    offers: int | None
    colleges: tuple[College, ...]
    near: bool
    pupils: int | None
    pupils_3e: int | None


@dataclass(frozen=True, slots=True)
class Gaps:
    """A département's collèges and QPV, fewest seats first, those not computed last."""

    departement: str
    minutes: int
    colleges: list[CollegeSeats]
    qpvs: list[QpvSeats]


@dataclass(frozen=True, slots=True)
class Reach:
    """By UAI, the minutes to each offer of the table (int16, NO_WAY_MINUTES: no way)."""

    table: OfferTable
    minutes: dict[str, NDArray[np.int16]]


@dataclass(frozen=True, slots=True)
class FreeSeats:
    """Who reaches which offers, and how many seats each has left (int32, by row of the table).

    `sums` keeps what was added up: neither of the two ever changes.
    """

    reach: Reach
    left: NDArray[np.int32]
    sums: dict[tuple[tuple[str, ...], int], Sums] = field(default_factory=dict)

    def within(self, uais: Iterable[str], bound: int) -> Sums:
        """Return (seats, offers) that at least one of the collèges reaches within the bound."""
        asked = (tuple(uais), bound)
        if asked not in self.sums:
            self.sums[asked] = self._sum(*asked)
        return self.sums[asked]

    def _sum(self, uais: tuple[str, ...], bound: int) -> Sums:
        minutes = self.reach.minutes
        known = [minutes[uai] for uai in uais if uai in minutes]
        if not known:
            return None, None
        reached = (np.minimum.reduce(known) <= bound) & (self.left > 0)
        return int(self.left[reached].sum()), int(np.count_nonzero(reached))


_reaches: VersionedCache[Reach] = VersionedCache(8)
# With the version of "seats" in the key: a hundred thousand offers are not added up at each visit.
_free: VersionedCache[FreeSeats] = VersionedCache(8)


def seats_within(departement: str, minutes: int = 45) -> Gaps:
    """Return the seats reachable within so many minutes, both ways, on an offer's worst day.

    Every free seat counts that the collège's pupils may take. A seat that several collèges
    reach counts for each of them; for a QPV it counts once.

    Parameters
    ----------
    departement : str
        Its code: "38", "2A", "974".
    minutes : int
        Bound on the longer of the two ways, rounded up.
    """
    in_departement = College.objects.open().filter(commune__departement=departement)
    qpvs = list(Qpv.objects.of_latest_vintage().filter(departement=departement))
    serving = colleges_serving([qpv.pk for qpv in qpvs])
    wanted = {uai for served in serving.values() for uai in served.uais}
    colleges = {c.uai: c for c in _with_places(in_departement)}
    # A QPV at the border may be served from the next département.
    beyond = {
        c.uai: c for c in _with_places(College.objects.filter(uai__in=wanted - set(colleges)))
    }
    free = _free_seats(list((colleges | beyond).values()))
    return Gaps(
        departement,
        minutes,
        sorted(
            (CollegeSeats(c, *free.within([c.uai], minutes)) for c in colleges.values()),
            key=lambda row: _fewest(row.seats, row.college.name, row.college.uai),
        ),
        sorted(
            (
                _qpv_seats(qpv, serving.get(qpv.pk, NO_COLLEGE), colleges | beyond, free, minutes)
                for qpv in qpvs
            ),
            key=lambda row: _fewest(row.seats, row.qpv.name, row.qpv.code),
        ),
    )


def _with_places(colleges: QuerySet) -> QuerySet:
    return colleges.select_related("commune")


def _fewest(seats: int | None, name: str, code: str) -> tuple[bool, int, str, str]:
    return (seats is None, seats or 0, name, code)


def _qpv_seats(
    qpv: Qpv, serving: Serving, colleges: dict[str, College], free: FreeSeats, minutes: int
) -> QpvSeats:
    served_by = tuple(colleges[uai] for uai in serving.uais)
    return QpvSeats(
        qpv,
        *free.within(serving.uais, minutes),
        colleges=served_by,
        near=serving.near,
        pupils=_together([college.pupils for college in served_by]),
        pupils_3e=_together([college.pupils_3e for college in served_by]),
    )


def _together(counts: Sequence[int | None]) -> int | None:
    known = [count for count in counts if count is not None]
    return sum(known) if counts and len(known) == len(counts) else None


def _free_seats(colleges: Sequence[College]) -> FreeSeats:
    """Return the minutes of the computed ones and seats.

    The minutes are kept until offers or commutes change, or another week begins; the seats until
    somebody gets one.
    """
    version, coming = current("ranking"), coming_week()
    uais = sorted(college.uai for college in colleges)
    computed = tuple(
        ComputedCollege.objects.filter(college__in=uais)
        .order_by("college")
        .values_list("college", "fingerprint")
    )
    known = {uai for uai, _ in computed}
    key, seats = (version, coming, computed), current("seats")

    def load() -> FreeSeats:
        some = [c for c in colleges if c.uai in known]
        reach = _reaches.get(key, lambda: _load(offer_table(version, coming), some))
        return FreeSeats(reach, seats_left(reach.table, seats))

    return _free.get((*key, seats), load)


def _load(table: OfferTable, colleges: Sequence[College]) -> Reach:
    uais = [college.uai for college in colleges]
    near_qpv = colleges_near_qpv(uais)
    minutes = {}
    for college, commutes in zip(colleges, load_commutes(uais), strict=True):
        reachable = worst_day(table, commutes)
        kept = eligibility.open_to(
            table.audience[reachable.offer],
            table.naming(college.uai)[reachable.offer],
            in_priority_education=college.priority != EducationPriority.NONE,
            near_qpv=college.uai in near_qpv,
        )
        row = np.full(table.offer_id.size, NO_WAY_MINUTES, dtype=np.int16)
        row[reachable.offer[kept]] = reachable.minutes[kept]
        minutes[college.uai] = row
    return Reach(table, minutes)
