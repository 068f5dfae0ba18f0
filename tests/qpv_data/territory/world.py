"""Publishes files at the addresses of sources.toml on a local server, and imports from there."""

import json
from io import StringIO
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management import call_command

from geo_matching.common.models import ImportRun
from geo_matching.common.source_list import Address, SourceList, read_sources
from qpv_data.models import College, Qpv
from tests.local_server import Answer, LocalServer, Reply, served_file

ISERE = "38"
YEAR = 2026


class Publisher:
    """A local server with the files of a folder at the published addresses."""

    def __init__(self, server: LocalServer, folder: Path) -> None:
        self.server, self.folder = server, folder
        given = read_sources(settings.SOURCES_FILE)
        self.bases = dict.fromkeys(given.bases, server.base)
        self.sources: SourceList = read_sources(settings.SOURCES_FILE, self.bases)
        for path in sorted(folder.iterdir()):
            source, _, code = path.name.partition(".")[0].partition("-")
            self.publish(source, path, code or ISERE)

    def path(self, source: str, code: str = ISERE) -> str:
        (address,) = self._addresses(source, code)
        return urlsplit(address.url).path

    def publish(self, source: str, content: Path | bytes, code: str = ISERE) -> None:
        """Serve this as the source's file; its ETag follows the content."""
        data = content.read_bytes() if isinstance(content, Path) else content
        answer = served_file(data, etag=f'"{hash(data)}"', modified=1_790_000_000)
        self.server.answers(self.path(source, code), answer)

    def answer(self, source: str, *answers: Answer) -> None:
        self.server.answers(self.path(source), *answers)

    def describe(self, source: str, **checksum: object) -> None:
        """Serve the description of data.gouv.fr that states size and checksum."""
        found = self.sources.get(source)
        resource = {"id": self.path(source).rpartition("/")[2], **checksum}
        body = json.dumps({"resources": [resource]}).encode()
        self.server.answers(f"/api/1/datasets/{found.dataset}/", Reply(body=body))

    def asked(self, source: str) -> int:
        return len(self.server.asked(self.path(source)))

    def _addresses(self, source: str, code: str) -> list[Address]:
        return self.sources.addresses(self.sources.get(source), [code])


def run_territory(**options) -> str:
    """Import Isère without networks, or what the options say; return what the command prints."""
    out = StringIO()
    where = {} if {"region", "all"} & set(options) else {"departement": [ISERE]}
    usual = {"vintage": [f"priority_schools={YEAR}"], "apply": True, "no_networks": True}
    call_command("import_territory", **{**where, **usual, **options}, stdout=out)
    return out.getvalue()


def stored() -> tuple:
    """What an import leaves: collèges with their labels, quarters, and the number of runs."""
    return (
        sorted(College.objects.values_list("uai", "priority", "priority_year", "is_open")),
        sorted(Qpv.every_vintage.values_list("code", "vintage")),
        ImportRun.objects.count(),
    )
