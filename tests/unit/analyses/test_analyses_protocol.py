"""Sessions held by a protocol, counted by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from tsa_research.analyses.protocol import protocol, protocol_steps
from tsa_research.disclosure import release
from tsa_research.policy import USUAL
from tsa_research.schemas.reading import load_record_type

KIND = load_record_type("protocol_sessions")
STEPS = [column.id for column in KIND.columns if column.expected is not None]
TO_TIME, NOT_TIMED = (4, 3, 4, 7, 4, 2), None


def session(school, minutes, alliance="Quillmoor"):
    return {"school_id": school, "alliance": alliance, **dict(zip(STEPS, minutes, strict=True))}


@pytest.fixture
def table():
    rows = [
        session("oak", TO_TIME),
        session("oak", (5, 3, 4, 8, 3, 2)),  # a minute more or less keeps to time
        session("elm", (6, 3, 4, 7, 4, 2)),  # every step held, one two minutes too long
        session("elm", (4, 3, 4, 7, 4, 0)),  # the last step left out
        session("ash", (4, 3, 4, 7, 4, NOT_TIMED)),
    ]
    return pd.DataFrame(rows)


def test_the_protocol_is_the_one_of_the_source():
    minutes = [KIND.column(step).expected for step in STEPS]
    assert minutes == [4, 3, 4, 7, 4, 2]


def test_sessions_are_judged_where_every_step_was_timed(table):
    row = protocol(table, KIND).table.iloc[0]
    counted = row[["n", "n_sessions", "n_timed", "n_all_held", "n_to_time"]].tolist()
    assert counted == [3, 5, 4, 3, 2]
    assert row["share_all_held"] == pytest.approx(3 / 4)


def test_a_step_has_its_own_base_and_the_median_of_where_it_was_held(table):
    rows = protocol_steps(table, KIND).table.set_index("step")
    last = rows.loc["Reflection of the group"]
    assert last[["n", "expected", "n_timed", "count"]].tolist() == [2, 2, 4, 3]
    assert last["share"] == pytest.approx(3 / 4)
    assert last["median_minutes"] == pytest.approx(2)
    assert rows.loc["Presenting", ["n", "n_timed"]].tolist() == [3, 5]
    assert rows.loc["Presenting", "median_minutes"] == pytest.approx(4)


def test_a_step_that_nobody_timed_has_no_share(table):
    rows = protocol_steps(table.assign(probing=float("nan")), KIND).table.set_index("step")
    assert rows.loc["Probing questions", ["n", "n_timed", "count"]].tolist() == [0, 0, 0]
    assert rows.loc["Probing questions", ["share", "median_minutes"]].isna().all()


def test_one_school_alone_is_not_shown(table):
    alone = protocol(table.loc[table["school_id"] == "oak"], KIND)
    assert set(release(alone, USUAL).table["state"]) == {"hidden"}
    timed = protocol(table.fillna(1.0), KIND)
    assert set(release(timed, USUAL).table["state"]) == {"shown"}


def test_no_session_at_all_gives_an_empty_table(table):
    assert protocol(table.iloc[:0], KIND).table.empty


def test_sessions_that_one_school_timed_are_not_shown_among_those_of_several(table):
    one = table.assign(probing=table["probing"].where(table["school_id"] == "oak"))
    assert set(release(protocol(one, KIND), USUAL).table["state"]) == {"hidden"}
