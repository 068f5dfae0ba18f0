"""The four publishers as one server on 127.0.0.1: catalogue, feeds, OSM extracts, geography."""

import hashlib
import json
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from geo_matching.common.download import Downloader
from geo_matching.common.fetching import fetcher
from tests.transit.areas.catalogue_files import dataset, resource
from tests.transit.areas.extract_files import degrees, write_extract
from tests.transit.toy import parse_toy
from transit.areas.sources import Sources

TOWN = """
stop S1 0
stop S2 3000
line L1 S1 S2
  trip 08:05 08:20
  trip 17:05 17:20
"""
MORE = TOWN + "  trip 09:05 09:20\n"
# The same lines at other stops: another network.
ELSEWHERE = TOWN.replace("stop S1 0", "stop S1 100 500").replace("stop S2 3000", "stop S2 2500 500")
STREET = {"highway": "residential", "name": "Rue longue"}


class Publishers:
    """What the server answers: `files` maps paths to bytes, or to a status to refuse with."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.files: dict[str, bytes | int] = {}
        self.asked: Counter[str] = Counter()
        self.base = ""
        self.datasets: dict[str, dict[str, Any]] = {}

    @property
    def bases(self) -> dict[str, str]:
        """This server instead of those of the list of sources."""
        return dict.fromkeys(("transport", "geofabrik", "osm_france", "geo"), self.base)

    def start(self) -> None:
        """Publish a town of one feed and its streets."""
        self.publish_feed("tag", TOWN)
        self.publish_streets()
        self.files["/epcis"] = json.dumps([{"code": "200040715", "nom": "Métropole"}]).encode()

    def publish_feed(self, key: str, text: str, folder: str = "", **fields: Any) -> None:
        """Publish a toy network as a dataset with one resource; again = a newer file."""
        home = self.folder / (folder or key)
        home.mkdir(exist_ok=True)
        (path,) = parse_toy(text).write(home)
        self.publish_file(key, path.read_bytes(), **fields)

    def publish_file(self, key: str, content: bytes | int, **fields: Any) -> None:
        self.files[f"/feeds/{key}.zip"] = content
        one = resource(
            f"{key}-1",
            title=f"{key}.zip",
            url=f"{self.base}/feeds/{key}.zip",
            original_url=f"{self.base}/original/{key}.zip",
        )
        self.datasets[key] = dataset(key, one, **fields)
        self._write_catalogue()

    def withdraw(self, key: str) -> None:
        del self.datasets[key]
        self._write_catalogue()

    def publish_streets(self, name: str = "rhone-alpes", extra: int = 0) -> None:
        """Publish an extract with one long street, and `extra` side streets."""
        nodes = {n + 1: (100.0 * (n - 5), 0.0) for n in range(60)}
        nodes |= {100 + n: (100.0 * n, 100.0) for n in range(extra)}
        ways = {1: (list(range(1, 61)), STREET)}
        ways |= {2 + n: ([6 + n, 100 + n], STREET) for n in range(extra)}
        path = write_extract(self.folder / f"{name}.osm.pbf", nodes, ways)
        address = f"/osm/{name}-latest.osm.pbf"
        content = path.read_bytes()
        self.files[address] = content
        self.files[f"{address}.md5"] = f"{md5_of(content)}  {name}-latest.osm.pbf\n".encode()
        self._write_index(name, address)

    def _write_catalogue(self) -> None:
        self.files["/api/datasets"] = json.dumps(list(self.datasets.values())).encode()

    def _write_index(self, name: str, address: str) -> None:
        (west, south), (east, north) = degrees(-1000, -1000), degrees(20_000, 1000)
        ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
        leaf = {
            "type": "Feature",
            "properties": {"id": name, "parent": "france", "urls": {"pbf": self.base + address}},
            "geometry": {"type": "MultiPolygon", "coordinates": [[ring]]},
        }
        whole = {"properties": {"id": "france", "urls": {"pbf": "x"}}, "geometry": None}
        self.files["/index-v1.json"] = json.dumps({"features": [whole, leaf]}).encode()

    def sources(self, folder: Path) -> Sources:
        return Sources(
            catalogue=f"{self.base}/api/datasets",
            osm_index=f"{self.base}/index-v1.json",
            osm_departements=f"{self.base}/extracts/europe/france",
            intercommunalities=self.base + "/epcis?codeDepartement={departement}",
            fetch=fetcher(Downloader("test", sleep=lambda _: None)),
            folder=folder,
        )

    @contextmanager
    def serving(self) -> Iterator[None]:
        """Answer on a free port until the block ends."""
        server = ThreadingHTTPServer(("127.0.0.1", 0), _handler_of(self))
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        self.base = f"http://127.0.0.1:{server.server_port}"
        try:
            self.start()
            yield
        finally:
            server.shutdown()
            server.server_close()
            thread.join()


def _handler_of(publishers: Publishers) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = self.path.split("?")[0]
            publishers.asked[path] += 1
            content = publishers.files.get(path, 404)
            if isinstance(content, int):
                self.send_error(content)
                return
            self.send_response(200)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_args: object) -> None:
            """Stay silent."""

    return Handler


def md5_of(content: bytes) -> str:
    return hashlib.md5(content, usedforsecurity=False).hexdigest()
