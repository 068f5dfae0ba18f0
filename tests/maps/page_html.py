"""Reads a page as tests want it: text without tags, elements by tag."""

import json
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any


@dataclass
class Page(HTMLParser):
    """Every start tag with its attributes, and the visible text."""

    tags: list[tuple[str, dict[str, str | None]]] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    data: dict[str, str] = field(default_factory=dict)
    inside: str = ""

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag in {"script", "style"}:
            self.inside = dict(attrs).get("id") or "-"

    def handle_endtag(self, tag: str) -> None:
        if tag in {"script", "style"}:
            self.inside = ""

    def handle_data(self, text: str) -> None:
        if self.inside:
            self.data[self.inside] = self.data.get(self.inside, "") + text
        else:
            self.words.append(text)

    @property
    def text(self) -> str:
        # Narrow spaces stay: tests of typography look for them.
        return re.sub(r"[ \n\t]+", " ", "".join(self.words)).strip()

    def all(self, tag: str, **attributes: str) -> list[dict[str, str | None]]:
        return [
            found
            for name, found in self.tags
            if name == tag and all(found.get(key) == value for key, value in attributes.items())
        ]

    def json(self, identifier: str) -> Any:
        return json.loads(self.data[identifier])


def read(response: Any) -> Page:
    page = Page()
    page.feed(response.content.decode())
    return page
