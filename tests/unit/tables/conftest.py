"""A small instrument with awkward names, and releases made from a few rows."""

import pandas as pd
import pytest

from tsa_research.disclosure import release
from tsa_research.findings import Finding
from tsa_research.policy import Policy
from tsa_research.schemas.model import (
    Instrument,
    Item,
    Option,
    ResponseScale,
    Source,
    Subscale,
    Target,
)

HOSTILE = "<script>alert('x')</script> & \"co\""
AGREEMENT = ResponseScale(
    "agreement",
    (Option(1, "Yes", "Y"), Option(2, "Rather"), Option(3, "No", "N"), Option(9, "n/a", "", False)),
    "low",
    (1,),
)
ITEMS = (
    Item("asks", "Asks first", "I ask first.", AGREEMENT, target="own"),
    Item("asks", "Asks first", "They ask first.", AGREEMENT, target="other"),
    Item("helps", HOSTILE, "I help.", AGREEMENT, target="own"),
    Item("tells", "Tells", "I tell.", AGREEMENT, target="own"),
)
INSTRUMENT = Instrument(
    id="small",
    version=1,
    title="Small",
    about="A few questions.",
    answered_by=("teacher",),
    speaks_for="person",
    scales=(AGREEMENT,),
    items=ITEMS,
    subscales=(Subscale("work", "Work", ("asks", "helps")), Subscale("talk", "Talk", ("tells",))),
    source=Source("A form", "page 1", "", "MIT"),
    targets=(Target("own", "own school"), Target("other", "the others")),
)


@pytest.fixture
def hostile():
    return HOSTILE


@pytest.fixture
def instrument():
    return INSTRUMENT


@pytest.fixture
def released():
    """Return a function that releases rows; a base under 10 is hidden, a base of 0 empty."""

    def make(kind, keys, values, rows, *, unit="people", scope="alliance", base="n", **more):
        table = pd.DataFrame(rows, columns=[*keys, *values, base])
        facts = {"question": "How is it?", "title": "Answers", "method": "Counted.", **more}
        finding = Finding(
            kind=kind, table=table, keys=keys, values=values, unit=unit, scope=scope, n=99,
            base=base, **{"instrument": INSTRUMENT, **facts},
        )  # fmt: skip
        return release(finding, Policy())

    return make


@pytest.fixture
def shares(released):
    """Return the favourable shares of three questions: shown, hidden and without answers."""
    return released(
        "favourable",
        ("section", "item", "target"),
        ("n_favourable", "share_favourable", "low", "high"),
        [
            ("work", "asks", "own", 12, 0.6, 0.39, 0.78, 20),
            ("work", "helps", "own", 3, 0.75, 0.30, 0.95, 4),
            ("talk", "tells", "other", 0, float("nan"), float("nan"), float("nan"), 0),
        ],
    )
