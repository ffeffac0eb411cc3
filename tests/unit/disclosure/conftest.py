"""Findings made from a few rows, for every scope."""

import pandas as pd
import pytest

from tsa_research.findings import Finding


def make_finding(rows, *, scope="group", parts=(), values=("mean",), **more):
    """Make a finding of ``group``, the values and the base ``n`` from dicts of cells.

    Where a row gives no value, it is its place plus a half, so that it can be recognised.
    """
    table = pd.DataFrame(rows)
    keys = tuple(key for key in ("group", "section") if key in table)
    for value in values:
        if value not in table:
            table[value] = [place + 0.5 for place in range(len(table))]
    words = {"group": "people", "alliance": "people", "statement": "judges", "schools": "schools"}
    facts = {
        "kind": "gap",
        "question": "How is it?",
        "title": "How it is",
        "unit": words.get(scope, "responses"),
        "n": int(table["n"].sum()),
        "method": "Counted.",
    }
    return Finding(
        table=table, keys=keys, values=values, scope=scope, parts=parts, **{**facts, **more}
    )


def make_groups(*bases, **more):
    """Make a finding with one row per base, in groups called A, B, C and so on."""
    rows = [{"group": chr(65 + place), "n": base} for place, base in enumerate(bases)]
    return make_finding(rows, **more)


@pytest.fixture
def finding():
    """Return a function that makes a finding from rows."""
    return make_finding


@pytest.fixture
def groups():
    """Return a function that makes a finding with one row per base."""
    return make_groups


@pytest.fixture
def states():
    """Return a function that lists the states of a release in the order of its rows."""
    return lambda released: list(released.table["state"])
