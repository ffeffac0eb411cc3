"""The package's source as syntax trees: what the house rules are held against."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
PACKAGE = ROOT / "src" / "tsa_research"
NAME = PACKAGE.name
FILES = tuple(sorted(PACKAGE.rglob("*.py")))


def place(path: Path) -> str:
    """Return a file's place in the package, as a failing test should print it."""
    return path.relative_to(PACKAGE).as_posix()


def unit(path: Path) -> str:
    """Return the row of the house that a file belongs to: its folder, or else its own name."""
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return NAME if parts == ("__init__",) else parts[0]


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=place(path))


def imported(path: Path) -> Iterator[str]:
    """Yield the dotted name of everything a file imports, wherever in it the import stands."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{place(path)}, line {node.lineno}: a relative import"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _row(name: str) -> str | None:
    """Return the row of the house that an imported name stands in; None if from elsewhere."""
    package, _, rest = name.partition(".")
    if package != NAME:
        return None
    first = rest.partition(".")[0]
    inside = (PACKAGE / first).is_dir() or (PACKAGE / f"{first}.py").is_file()
    return first if inside else NAME


def edges() -> dict[str, set[str]]:
    """Return what each row of the house imports from the other rows."""
    found: dict[str, set[str]] = {unit(path): set() for path in FILES}
    for path in FILES:
        rows = {_row(name) for name in imported(path)}
        found[unit(path)] |= {row for row in rows if row} - {unit(path)}
    return found


def importers() -> dict[str, set[str]]:
    """Return, for each library from elsewhere, the files that import it."""
    found = defaultdict(set)
    for path in FILES:
        for name in imported(path):
            found[name.partition(".")[0]].add(place(path))
    return found
