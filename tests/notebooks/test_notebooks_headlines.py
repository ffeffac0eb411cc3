"""A kept headline is compared with the one computed: a changed number does not pass."""

from __future__ import annotations

import re
import subprocess
import sys

import nbformat
import pytest
from notebook_cells import code, notebook, printed, read, tags

QUICKEST = "impact_survey"


def altered(book):
    """Change the last figure of the last headline that has one, and return where it stands."""
    place = max(
        number
        for number, cell in enumerate(code(book))
        if "nbval-check-output" in tags(cell) and re.search(r"\d+%", printed(cell))
    )
    data = code(book)[place].outputs[0]["data"]
    data["text/plain"] = re.sub(r"(\d+)%", lambda m: f"{int(m[1]) - 1}%", data["text/plain"])
    return place


@pytest.fixture(scope="module")
def outcome(tmp_path_factory):
    """Return what nbval says of a notebook as it is kept and of one with a changed number."""
    folder = tmp_path_factory.mktemp("headlines")
    nbformat.write(read(notebook(QUICKEST)), folder / "kept.ipynb")
    book = read(notebook(QUICKEST))
    place = altered(book)
    nbformat.write(book, folder / "changed.ipynb")
    options = ["-q", "-rA", "--nbval-lax", "-p", "no:warnings", "-p", "no:cacheprovider"]
    run = subprocess.run(
        [sys.executable, "-m", "pytest", *options, "kept.ipynb", "changed.ipynb"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 1, run.stdout
    return place, re.findall(r"^(\w+) (\w+)\.ipynb::Cell (\d+)", run.stdout, flags=re.MULTILINE)


def test_kept_headlines_are_those_computed(outcome):
    _, cells = outcome
    states = [state for state, name, _ in cells if name == "kept"]
    assert states == ["PASSED"] * len(code(read(notebook(QUICKEST))))


def test_a_changed_number_in_a_headline_fails_and_nothing_else(outcome):
    place, cells = outcome
    failed = [(name, int(cell)) for state, name, cell in cells if state == "FAILED"]
    assert failed == [("changed", place)]
