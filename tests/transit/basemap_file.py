"""A little OSM file to draw: places of a grid in metres, ways, areas, one lake with an island."""

from pathlib import Path
from xml.sax.saxutils import quoteattr

LAT, LON = 46.5, 2.5
METRE_LAT, METRE_LON = 1 / 111_195, 1 / 76_540


class OsmFile:
    """Collects objects; `write` makes an .osm file."""

    def __init__(self) -> None:
        self.nodes: dict[tuple[float, float], int] = {}
        self.tagged: list[tuple[int, dict[str, str]]] = []
        self.ways: list[tuple[list[int], dict[str, str]]] = []
        self.relations: list[tuple[list[tuple[int, str]], dict[str, str]]] = []

    def node(self, east: float, north: float, **tags: str) -> int:
        number = self.nodes.setdefault((east, north), len(self.nodes) + 1)
        if tags:
            self.tagged.append((number, tags))
        return number

    def way(self, *places: tuple[float, float], **tags: str) -> int:
        self.ways.append(([self.node(*place) for place in places], tags))
        return len(self.ways)

    def square(self, east: float, north: float, side: float, **tags: str) -> int:
        corners = [(0, 0), (side, 0), (side, side), (0, side), (0, 0)]
        return self.way(*((east + x, north + y) for x, y in corners), **tags)

    def relation(self, *members: tuple[int, str], **tags: str) -> None:
        self.relations.append((list(members), {"type": "multipolygon", **tags}))

    def write(self, path: Path) -> Path:
        tags_of = dict(self.tagged)
        lines = ['<osm version="0.6">']
        for (east, north), number in self.nodes.items():
            place = f'lat="{LAT + north * METRE_LAT:.7f}" lon="{LON + east * METRE_LON:.7f}"'
            lines.append(f'<node id="{number}" version="1" {place}>')
            lines.append(f"{_tags(tags_of.get(number, {}))}</node>")
        for number, (refs, tags) in enumerate(self.ways, start=1):
            inside = "".join(f'<nd ref="{ref}"/>' for ref in refs)
            lines.append(f'<way id="{number}" version="1">{inside}{_tags(tags)}</way>')
        for number, (members, tags) in enumerate(self.relations, start=1):
            inside = "".join(
                f'<member type="way" ref="{ref}" role="{role}"/>' for ref, role in members
            )
            lines.append(f'<relation id="{number}" version="1">{inside}{_tags(tags)}</relation>')
        path.write_text("\n".join([*lines, "</osm>"]), encoding="utf-8")
        return path


def _tags(tags: dict[str, str]) -> str:
    return "".join(f"<tag k={quoteattr(k)} v={quoteattr(v)}/>" for k, v in tags.items())
