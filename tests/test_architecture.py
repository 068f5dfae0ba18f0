"""The shape of the code: arrows between modules, arrows between tables, and sizes that stay readable."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("geo_matching", "transit", "offers", "qpv_data", "maps")
# A table may point to its own layer's app or to a lower layer, never sideways or up.
LAYER = {
    "common": 0,
    "transit": 1,
    "qpv_data": 1,
    "accounts": 2,
    "notifications": 3,
    "schools": 4,
    "offers": 5,
    "applications": 6,
    "matching": 7,
    "maps": 8,
    "demo": 8,
}
MAX_FILE, MAX_FUNCTION, MAX_KERNEL = 250, 30, 60
# Over a limit, one comment says why the thing is better whole.
EXCUSE = "# Long because"


def python_files(*folders: str) -> list[Path]:
    return [
        path
        for folder in folders
        for path in sorted((ROOT / folder).rglob("*.py"))
        if "migrations" not in path.parts and "__pycache__" not in path.parts
    ]


def wrong_arrows(arrows: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [
        (source, target)
        for source, target in arrows
        if source != target and target in LAYER and LAYER[target] >= LAYER[source]
    ]


def function_lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of a function without its docstring, which may be as long as the contract needs."""
    body = node.body
    if ast.get_docstring(node, clean=False) is not None:
        first = body[0]
        return node.end_lineno - node.lineno + 1 - (first.end_lineno - first.lineno + 1)
    return node.end_lineno - node.lineno + 1


def is_kernel(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    return any("njit" in ast.unparse(decorator) for decorator in node.decorator_list)


def long_functions(source: str) -> Iterator[str]:
    lines = source.splitlines()
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        size, limit = function_lines(node), MAX_KERNEL if is_kernel(node) else MAX_FUNCTION
        excused = any(EXCUSE in line for line in lines[node.lineno - 1 : node.end_lineno])
        if size > limit and not excused:
            yield f"{node.name} has {size} lines (at most {limit})"


def test_imports_follow_the_arrows() -> None:
    run = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    assert "0 broken" in run.stdout


def test_foreign_keys_follow_the_arrows() -> None:
    arrows = [
        (model._meta.app_label, field.related_model._meta.app_label)
        for model in apps.get_models()
        if model._meta.app_label in LAYER
        for field in model._meta.get_fields()
        if field.concrete and field.is_relation and field.related_model is not None
    ]
    assert arrows, "no relation was looked at"
    assert wrong_arrows(arrows) == []


def test_a_wrong_foreign_key_would_be_seen() -> None:
    assert wrong_arrows(
        [("qpv_data", "offers"), ("transit", "qpv_data"), ("matching", "offers")]
    ) == [
        ("qpv_data", "offers"),
        ("transit", "qpv_data"),
    ]


def test_every_app_has_its_layer() -> None:
    ours = {
        config.label for config in apps.get_app_configs() if config.name.split(".")[0] in PACKAGES
    }
    assert ours == set(LAYER)


def test_files_stay_small() -> None:
    scripts = [
        path for path in (ROOT / "bin").rglob("*") if path.is_file() and path.suffix != ".pyc"
    ]
    long_files = []
    for path in python_files(*PACKAGES, "tests") + scripts:
        text = path.read_text(encoding="utf-8")
        size = text.count("\n")
        if size > MAX_FILE and EXCUSE not in text:
            long_files.append(f"{path.relative_to(ROOT)} has {size} lines (at most {MAX_FILE})")
    assert long_files == []


def test_functions_stay_small() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {problem}"
        for path in python_files(*PACKAGES, "bin")
        for problem in long_functions(path.read_text(encoding="utf-8"))
    ]
    assert found == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("def f():\n" + "    x = 1\n" * 29, 0),
        ("def f():\n" + "    x = 1\n" * 30, 1),
        ("def f():\n    '''" + "doc\n" * 40 + "'''\n    return 1\n", 0),
        ("@njit(cache=True)\ndef f():\n" + "    x = 1\n" * 59, 0),
        ("@njit(cache=True)\ndef f():\n" + "    x = 1\n" * 60, 1),
        (f"def f():\n    {EXCUSE}: one table\n" + "    x = 1\n" * 40, 0),
    ],
)
def test_sizes_are_counted_without_docstrings(source: str, found: int) -> None:
    assert len(list(long_functions(source))) == found


def test_no_catch_all_module_and_no_signal() -> None:
    files = python_files(*PACKAGES)
    assert [path for path in files if path.name in {"utils.py", "helpers.py", "misc.py"}] == []
    assert [path for path in files if path.name in {"signals.py", "receivers.py"}] == []
