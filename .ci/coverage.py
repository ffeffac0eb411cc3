"""Write docs/coverage.md: what the sources hold, and where it works here; run by ``make fix``.

The rows stand in docs/coverage.csv. Everything else is found by looking: the declaration and its
suite by their names, the notebooks by what they say they read, the tests by what they name.
"""

from __future__ import annotations

import ast
import csv
import json
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ROSTER = ("alliances", "schools", "participants", "withdrawals")
"""Every report rests on these: who belongs to what, and who is kept out."""
FIGURES = {"claims": ("data/published/claims.csv", "src/tsa_research/analyses/claim_table.py")}
"""Printed figures are no table of the store: their file, and the module that checks it."""
MOST_TESTS = 3
NAMED_IN: dict[type, tuple[str, ...]] = {
    ast.Constant: ("value",),
    ast.Name: ("id",),
    ast.Attribute: ("attr",),
    ast.arg: ("arg",),
    ast.keyword: ("arg",),
    ast.alias: ("name",),
}
THESE_ROWS = ("test_house_coverage", "test_house_words", "test_house_imports")
"""Tests that name forms and records without running them."""
HEAD = """# What the sources hold, and where it works here

Written by `python .ci/coverage.py`; the rows stand in `docs/coverage.csv`. A test fails when a
cell is empty or this file is out of step. *Every report* means that all notebooks rest on it.
Under *tests* stand those that name it most often; below the table, those that take every form or
every record in turn.

| | source | declared in | rules | report | tests |
|---|---|---|---|---|---|
"""


def rows() -> list[dict[str, str]]:
    """Return the rows of docs/coverage.csv."""
    with (ROOT / "docs" / "coverage.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def cells(row: dict[str, str]) -> list[str]:
    """Return what stands in a row; an empty text where nothing was found."""
    name, kind = row["id"], row["kind"]
    declared, rules = FIGURES.get(
        name, (f"data/schemas/{kind}s/{name}.yaml", f"data/schemas/suites/{name}.json")
    )
    if name in ROSTER[:3]:
        rules = "src/tsa_research/roster.py"
    files = [path if (ROOT / path).is_file() else "" for path in (declared, rules)]
    links = [f"[{Path(path).name}](../{path})" if path else "" for path in files]
    reports = "every report" if name in ROSTER else ", ".join(notebooks(name, kind))
    return [f"`{name}`", row["source"], *links, reports, ", ".join(tests(name))]


def notebooks(name: str, kind: str) -> list[str]:
    """Return the notebooks that read a form or a record, by what their metadata say."""
    about = {path.stem: _about(path) for path in sorted((ROOT / "notebooks").glob("*.ipynb"))}
    own = {one.get("instrument") for one in about.values()}
    found = []
    for stem, one in about.items():
        named = {one.get("instrument"), *one.get("instruments", ()), *one.get("records", ())}
        plain = kind == "instrument" and one.get("instrument") == "*" and name not in own
        figures = name == "claims" and one.get("per") == "network"
        if name in named or plain or figures:
            found.append(stem)
    return found


def _about(path: Path) -> dict:
    return json.loads(path.read_text(encoding="utf-8"))["metadata"].get("tsa", {})


def tests(name: str) -> list[str]:
    """Return the tests that name it, those that name it most often first."""
    found = [(-_times(text, name), path) for path, text in _test_files()]
    return [_link(path) for times, path in sorted(found)[:MOST_TESTS] if times]


def _times(text: str, name: str) -> int:
    """Count how often the code of a test names something; what it says in prose does not count."""
    if name not in text:
        return 0
    tree, word = ast.parse(text), re.compile(rf"\b{name}\b")
    prose = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    return sum(
        len(word.findall(str(getattr(node, field))))
        for node in ast.walk(tree)
        for field in NAMED_IN.get(type(node), ())
        if id(node) not in prose
    )


def tests_of_every(kind: str) -> list[str]:
    """Return the tests that take every form (``instrument``) or every record in turn."""
    asked = {"instrument": "list_instruments()", "record": "list_record_types()"}[kind]
    return [_link(path) for path, text in _test_files() if asked in text]


def _test_files() -> list[tuple[Path, str]]:
    paths = sorted((ROOT / "tests").rglob("test_*.py"))
    return [
        (path, path.read_text(encoding="utf-8")) for path in paths if path.stem not in THESE_ROWS
    ]


def _link(path: Path) -> str:
    return f"[{path.stem}](../{path.relative_to(ROOT).as_posix()})"


def page() -> str:
    """Return the whole page."""
    table = "".join(f"| {' | '.join(cells(row))} |\n" for row in rows())
    forms, records = (", ".join(tests_of_every(kind)) for kind in ("instrument", "record"))
    return f"{HEAD}{table}\nEvery form: {forms}.\n\nEvery record: {records}.\n"


if __name__ == "__main__":
    out = ROOT / "docs" / "coverage.md"
    out.write_text(page(), encoding="utf-8")
    print(out)
