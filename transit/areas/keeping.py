"""Two versions of each area's network: going back to the older one, deleting the others."""

import logging
import shutil
import time
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from geo_matching.common.errors import InputError
from transit.areas.inspecting import forget_old_versions
from transit.areas.streets import forget_clipped
from transit.basemap_rows import copy_basemap
from transit.models import NetworkBuild
from transit.registry import end_hand_over, put_in_service

logger = logging.getLogger(__name__)
# A request chooses a network, then opens its folder: it does so within seconds.
GRACE = timedelta(minutes=10)
# Folders without a row are of a build that is being written, or of one that was killed.
ABANDONED_S = 24 * 3600


def previous_build(code: str) -> NetworkBuild | None:
    """Return the build that was in service before, None when there is none to go back to."""
    retired = NetworkBuild.objects.filter(area=code, active=False, retired_at__isnull=False)
    builds = retired.order_by("-retired_at", "-pk")
    return next((build for build in builds if Path(build.folder).is_dir()), None)


@transaction.atomic
def roll_back(code: str) -> NetworkBuild:
    """Put the previous build of an area into service again, at once; return it.

    The one withdrawn is kept, and is not built again from the same inputs.

    Raises
    ------
    InputError
        When the area has no network, or no older one.
    """
    active = NetworkBuild.objects.select_for_update().filter(area=code, active=True).first()
    if active is None:
        raise InputError(f"no network of the area {code} is in service")
    older = previous_build(code)
    if older is None:
        raise InputError(f"no older network of the area {code} is kept")
    put_in_service(older)
    copy_basemap(active, older)
    active.refresh_from_db()
    active.withdrawn = True
    active.save()
    return older


def is_handing_over(code: str) -> bool:
    """Tell whether collèges still have to move to the network in service."""
    return NetworkBuild.objects.filter(area=code, handing_over=True).exists()


def finish_hand_over(code: str) -> None:
    """Say that no collège needs the older builds of an area any more, and delete what may go."""
    end_hand_over(code)
    prune(code)


def prune(code: str, grace: timedelta = GRACE) -> list[str]:
    """Delete what is neither in service, nor the previous build, nor still answering.

    Returns
    -------
    list of str
        Names of the folders deleted. Readers that hold one open keep their mapped arrays.
    """
    home = Path(settings.NETWORKS_DIR) / "areas" / code
    previous = previous_build(code)
    before = timezone.now() - grace
    gone: list[str] = []
    stale = NetworkBuild.objects.filter(
        area=code, active=False, handing_over=False, retired_at__lt=before
    )
    for build in stale.exclude(pk=previous.pk) if previous else stale:
        folder = Path(build.folder)
        # The row first: a folder without a row is found again, a row without a folder is not.
        build.delete()
        # Folders that a person built and registered are that person's.
        if folder.parent == home:
            gone += _delete(folder)
    gone += _abandoned(home)
    _forget_sources()
    return gone


def _abandoned(home: Path) -> list[str]:
    known = set(NetworkBuild.objects.values_list("folder", flat=True))
    known |= {str(_surfaces(Path(folder))) for folder in known}
    gone = []
    for folder in sorted(home.glob("*")):
        young = time.time() - folder.stat().st_mtime < ABANDONED_S
        if str(folder) not in known and not young:
            gone += _delete(folder)
    return gone


def _surfaces(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}.surfaces")


def _delete(folder: Path) -> list[str]:
    for path in (folder, _surfaces(folder)):
        shutil.rmtree(path, ignore_errors=True)
    logger.info("deleted the network in %s", folder)
    return [folder.name]


def _forget_sources() -> None:
    folder = Path(settings.SOURCES_DIR)
    streets = NetworkBuild.objects.values_list("inputs__streets_file", flat=True)
    forget_clipped(folder, {Path(path) for path in streets if path})
    forget_old_versions(folder)
