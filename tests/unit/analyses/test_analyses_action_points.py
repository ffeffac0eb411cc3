"""Actions of a group, counted by hand; their words are shown only where they are released."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from tsa_research.analyses.action_points import COUNTS, NOT_RELEASED, action_points, agenda
from tsa_research.disclosure import release
from tsa_research.policy import USUAL
from tsa_research.schemas.reading import load_record_type

KIND = load_record_type("action_points")
BLANK = dict.fromkeys(KIND.column_ids, "")
AS_OF = date(2026, 9, 1)


def action(number, aspect="aims", **more):
    usual = {"action_id": f"a{number}", "aspect": aspect, "action": "Do it", "owner": "p"}
    return {**BLANK, **usual, "agreed": "2026-01-05", **more}


ROWS = [
    action(1, due="2026-03-01", done="2026-03-01"),
    action(2, due="2026-03-01", done="2026-03-02", owner=""),
    action(3, done="2026-03-02"),
    action(4, due="2026-08-31", released="yes", action="Ask Wren"),
    action(5, due="2026-09-01", released="yes"),
    action(6, "climate", owner=""),
    action(7, "climate", due="2026-12-01", released="yes", action="Ask p0123456789abcdef"),
    action(8, "climate", due="2026-10-01", released="no"),
]


@pytest.fixture
def counted():
    return action_points(pd.DataFrame(ROWS), KIND, as_of=AS_OF)


def test_every_action_is_in_one_state(counted):
    table = counted.table.set_index("aspect")
    assert table.loc["Aims and expectations", list(COUNTS)].tolist() == [1, 1, 1, 1, 1]
    assert table.loc["Creating a climate for learning", list(COUNTS)].tolist() == [0, 0, 0, 0, 3]
    assert (table[list(COUNTS)].sum(axis=1) == table["n"]).all()


def test_actions_without_an_owner_are_counted(counted):
    owners = counted.table.set_index("aspect")["n_without_owner"]
    assert owners["Aims and expectations"] == owners["Creating a climate for learning"] == 1


def test_an_aspect_without_actions_stands_in_the_table_with_nought(counted):
    assert counted.table["n"].tolist() == [0, 0, 0, 0, 3, 5, 0, 0, 0]


def test_what_waits_is_listed_in_the_order_in_which_it_is_due():
    table = agenda(pd.DataFrame(ROWS), KIND, as_of=AS_OF).table
    assert table["due"].tolist() == [
        "31 August 2026", "1 September 2026", "1 October 2026", "1 December 2026", "no day set",
    ]  # fmt: skip
    assert table["standing"].tolist() == ["overdue", "open", "open", "open", "open"]


def test_words_are_shown_only_where_they_are_released_and_name_nobody():
    table = agenda(pd.DataFrame(ROWS), KIND, as_of=AS_OF).table
    assert table["action"].tolist() == ["Ask Wren", "Do it", *[NOT_RELEASED] * 3]


def test_the_owner_is_in_no_table(counted):
    rows = [{**row, "owner": "p-secret"} for row in ROWS]
    for make in (action_points, agenda):
        found = make(pd.DataFrame(rows), KIND, as_of=AS_OF)
        assert "p-secret" not in found.table.to_csv()


def test_where_all_is_done_or_nothing_was_agreed_the_list_says_so():
    done = release(agenda(pd.DataFrame(ROWS[:3]), KIND, as_of=AS_OF), USUAL)
    assert done.facts["nothing"] == "Every action that was agreed on is done."
    none = pd.DataFrame(columns=[*BLANK])
    for make in (action_points, agenda):
        empty = release(make(none, KIND, as_of=AS_OF), USUAL)
        assert empty.facts["nothing"] == "No action was written down yet."
        assert empty.table.empty
