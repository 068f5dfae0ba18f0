"""Signed papers: told by their content, kept outside what the web server shows, swept."""

import io
import secrets
import time
import warnings
from pathlib import Path

from django.conf import settings
from PIL import Image

from geo_matching.applications.models import SignedPaper

MOST_BYTES = 5 * 1024 * 1024
# A scan of one page; more is somebody's attempt to exhaust memory.
MOST_PIXELS = 60_000_000
# A file is written just before its row: younger ones may be on their way.
YOUNG_S = 3600
_END_OF_PDF = 2048
EXTENSIONS = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}
_IMAGES = {"JPEG": "image/jpeg", "PNG": "image/png"}


class PaperRefusedError(Exception):
    """The file is no readable paper; says why in French."""


def content_type_of(content: bytes) -> str:
    """Return the media type, told by the content: the name and the browser are not believed.

    Raises
    ------
    PaperRefusedError
        When it is too large, empty, or no whole PDF, JPEG or PNG.
    """
    if len(content) > MOST_BYTES:
        raise PaperRefusedError(
            "Le fichier dépasse 5\u202fMo\u202f: numérisez-le avec moins de détails."
        )
    if content.startswith(b"%PDF-") and b"%%EOF" in content[-_END_OF_PDF:]:
        return "application/pdf"
    found = _image_type(content)
    if not found:
        raise PaperRefusedError("Ce fichier n'est ni un PDF, ni une image JPEG ou PNG lisible.")
    return found


def store(content: bytes) -> tuple[str, str]:
    """Write a paper under a name that cannot be guessed; return that name and the media type.

    Raises
    ------
    PaperRefusedError
        When `content_type_of` refuses it; nothing is written then.
    """
    media_type = content_type_of(content)
    name = f"{secrets.token_urlsafe(32)}.{EXTENSIONS[media_type]}"
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / name
    part = path.with_suffix(".part")
    part.write_bytes(content)
    part.chmod(0o600)
    part.rename(path)
    return name, media_type


def path_of(paper: SignedPaper) -> Path:
    return _folder() / paper.file


def sweep() -> int:
    """Delete files that no row names, young ones excepted; return how many."""
    folder = _folder()
    if not folder.is_dir():
        return 0
    old = time.time() - YOUNG_S
    files = {path.name: path for path in folder.iterdir() if path.stat().st_mtime < old}
    kept = set(SignedPaper.objects.values_list("file", flat=True))
    orphans = [path for name, path in files.items() if name not in kept]
    for path in orphans:
        path.unlink(missing_ok=True)
    return len(orphans)


def _image_type(content: bytes) -> str:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=tuple(_IMAGES)) as image:
                if image.width * image.height > MOST_PIXELS:
                    return ""
                image.load()
                return _IMAGES.get(image.format or "", "")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, Warning):
        # Pillow's ways of saying that it is no picture, or not all of one.
        return ""


def _folder() -> Path:
    return Path(settings.MEDIA_ROOT) / "conventions"
