"""French as it is printed: a narrow no-break space before ; : ! ? » % €, after « and before a unit.

English sets no space before these signs: a plain one there shows French, wherever it stands.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGES = ("geo_matching", "transit", "offers", "qpv_data", "maps")
RULES = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?<=\S) (?=[;:!?€](?![\w:=/(\[*+-]))",  # stuck to what follows it is code: "::", "?a="
        r"^ (?=[;:!?] )",
        r" (?=»)|(?<=«) ",
        r"(?<=[\d}>]) (?=%(?![\w(}]))",
        r"(?<=[\d}>]) (?=(?:min|h|Mo)\b)|(?<=[\d}>] h) (?=\d|{{)",
        r"(?<=G) (?=\\h)|(?<=\\h) (?=i)",  # the format of a time in a template
        "\N{NO-BREAK SPACE}|&nbsp;|&#160;|&#xa0;",
    )
]
# English has a plain space here too: only a text with accents or narrow spaces is surely French.
NUMBER = re.compile(r"(?<=[\d}>]) (?=k?m\b)|(?<=\d) (?=\d{3}\b)")
FRENCH = re.compile("[àâçéêëîïôùûœ\N{NARROW NO-BREAK SPACE}]|è(?!ge)", re.IGNORECASE)
# Stands in a text for what is put there when the program runs.
VALUE = "0"
NOT_SHOWN = re.compile(r"{#.*?#}|<!--.*?-->", re.DOTALL)
SCRIPT = re.compile(
    r"""//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|[`{}]""", re.DOTALL
)
TEMPLATE_TEXT = re.compile(r"((?:\\.|[^`\\$]|\$(?!{))*)(`|\${)", re.DOTALL)


def faults(text: str) -> list[int]:
    """Return where spaces of the wrong width stand in a text."""
    rules = [*RULES, NUMBER] if FRENCH.search(text) else RULES
    return sorted(found.start() for rule in rules for found in rule.finditer(text))


class Strings(ast.NodeVisitor):
    """The strings of a module with their lines; docstrings are for programmers."""

    def __init__(self) -> None:
        self.found: list[tuple[int, str]] = []

    def visit_Expr(self, node: ast.Expr) -> None:
        if not isinstance(node.value, ast.Constant):
            self.generic_visit(node)

    def visit_Constant(self, node: ast.Constant) -> None:
        if isinstance(node.value, str):
            self.found.append((node.lineno, node.value))

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        parts = [p.value if isinstance(p, ast.Constant) else VALUE for p in node.values]
        self.found.append((node.lineno, "".join(parts)))
        for part in node.values:
            if isinstance(part, ast.FormattedValue):
                self.visit(part.value)


def strings_of_python(source: str) -> list[tuple[int, str]]:
    strings = Strings()
    strings.visit(ast.parse(source))
    return strings.found


def strings_of_script(source: str) -> list[tuple[int, str]]:
    found: list[tuple[int, str]] = []
    read_code(source, 0, found)
    return [(source.count("\n", 0, at) + 1, text) for at, text in found]


def read_code(source: str, at: int, found: list[tuple[int, str]]) -> int:
    """Read until the brace that closes what is read, or the end; return where it ends."""
    depth = 0
    while token := SCRIPT.search(source, at):
        at = token.end()
        if token[0] == "`":
            at = read_template(source, at, found)
        elif token[0][0] in "\"'":
            found.append((token.start(), token[0][1:-1]))
        elif token[0] in "{}":
            depth += 1 if token[0] == "{" else -1
            if depth < 0:
                return at
    return len(source)


def read_template(source: str, at: int, found: list[tuple[int, str]]) -> int:
    start, parts = at, []
    while text := TEMPLATE_TEXT.match(source, at):
        at = text.end()
        parts.append(text[1])
        if text[2] == "`":
            break
        at = read_code(source, at, found)
    found.append((start, VALUE.join(parts)))
    return at


def strings_of_page(source: str) -> list[tuple[int, str]]:
    shown = NOT_SHOWN.sub(lambda comment: "\n" * comment[0].count("\n"), source)
    return list(enumerate(shown.splitlines(), start=1))


READERS = {
    "*.py": strings_of_python,
    "static/**/*.js": strings_of_script,
    "templates/**/*.html": strings_of_page,
    "templates/**/*.txt": strings_of_page,
}
NOT_OURS = {"migrations", "vendor", "__pycache__"}


def files(pattern: str) -> Iterator[Path]:
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob(pattern)):
            if not NOT_OURS & set(path.parts):
                yield path


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("Quelle semaine ?", [14]),
        ("<b>Compare</b> : le temps", [14]),
        (" : {{ title }}", [0]),
        ("« Mon compte »", [1, 12]),
        ("à 8 h 30, 45 min de bus", [3, 5, 12]),
        ("jusqu'à 5 km et 1 500 mots", [9, 17]),
        ('{{ at|date:"G \\h i" }}', [13, 16]),
        ("Places&nbsp;: 3", [6]),
        ("Quelle semaine\u202f? 45\u202fmin, 8\u202fh\u202f30", []),
        ("{% if a %} {{ b }} {% endif %} /stages/?a=1 a::text %s", []),
        ("6 km from the centre of a collège, 1 000 of them", []),
    ],
)
def test_a_fault_is_seen_and_code_is_left(text: str, at: list[int]) -> None:
    assert faults(text) == at


def test_strings_are_told_from_code() -> None:
    module = '"""Why : not shown."""\nname = f"Qui {a[1 : 2]} ?" if x else "Non"\n'
    assert strings_of_python(module) == [(2, "Qui 0 ?"), (2, "Non")]
    script = "// l'un : l'autre\nconst a = b ? `l'${c ? `« ${d}` : \"e\"} !` : 'f';\n"
    assert strings_of_script(script) == [(2, "« 0"), (2, "e"), (2, "l'0 !"), (2, "f")]
    assert strings_of_page("{# a :\n b #}\nc") == [(1, ""), (2, ""), (3, "c")]


@pytest.mark.parametrize("pattern", READERS)
def test_texts_are_set_in_french(pattern: str) -> None:
    wrong, read = [], 0
    for path in files(pattern):
        for line, text in READERS[pattern](path.read_text(encoding="utf-8")):
            read += 1
            for at in faults(text):
                near = text[max(0, at - 20) : at + 20].replace("\n", " ")
                wrong.append(f"{path.relative_to(ROOT)}:{line}: ...{near}...")
    assert read
    assert wrong == []
