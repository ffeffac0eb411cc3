"""What schools promised against what they held, and who consented, by hand."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from tsa_research import charts, prose
from tsa_research.analyses import promises
from tsa_research.disclosure import release
from tsa_research.policy import Policy
from tsa_research.schemas.reading import load_record_type

AS_OF, OVER, OPEN = date(2026, 4, 1), "2026-03-31", "2026-04-01"
NAN, POLICY = float("nan"), Policy()
CONSENTS = load_record_type("consents")


def agreed(*rows):
    """Return agreements from school, cycles, last day and, if need be, meetings and alliance."""
    columns = ["school_id", "n_cycles", "ends", "n_meetings", "alliance"]
    filled = [(*row, *(NAN, "North")[len(row) - 3 :]) for row in rows]
    return pd.DataFrame(filled, columns=columns).assign(signed="2025-09-15")


def held(*rows):
    """Return cycles from school, day of the review and, if need be, of being cancelled."""
    filled = [(*row, "")[:3] for row in rows]
    return pd.DataFrame(filled, columns=["school_id", "reviewed", "cancelled"])


def row_of(agreements, cycles):
    return promises.promises(agreements, cycles, as_of=AS_OF).table.iloc[0]


STATES = ["count", "n_part", "n_none", "n_running"]
SOON = "2026-03-01"


@pytest.mark.parametrize(
    ("ends", "reviews", "states"),
    [
        (OVER, (SOON, SOON), [1, 0, 0, 0]),
        (OPEN, (SOON, SOON, SOON), [1, 0, 0, 0]),
        (OVER, (SOON,), [0, 1, 0, 0]),
        (OVER, (), [0, 0, 1, 0]),
        (OPEN, (SOON,), [0, 0, 0, 1]),
        ("", (SOON,), [0, 0, 0, 1]),
        (OVER, (SOON, "2025-09-14"), [0, 1, 0, 0]),
        (OVER, (SOON, ""), [0, 1, 0, 0]),
    ],
    ids=["kept", "kept early", "some", "none", "last day", "no end", "before it", "not reviewed"],
)
def test_a_school_is_in_one_state(ends, reviews, states):
    row = row_of(agreed(("oak", 2, ends)), held(*(("oak", day) for day in reviews)))
    assert row[STATES].tolist() == states


def test_a_cancelled_cycle_and_one_of_another_school_are_not_held():
    row = row_of(agreed(("oak", 1, OVER)), held(("oak", SOON, SOON), ("elm", SOON)))
    assert (row["n_none"], row["n_held"]) == (1, 0)


def test_several_agreements_of_a_school_are_one_promise():
    row = row_of(agreed(("oak", 1, OVER), ("oak", 2, OPEN)), held(("oak", SOON), ("oak", SOON)))
    assert row[["n", "n_promised", "n_held", "n_running"]].tolist() == [1, 3, 2, 1]


def test_agreements_without_a_number_are_not_in_the_base_and_their_meetings_do_not_count():
    row = row_of(agreed(("oak", 1, OVER, 4), ("elm", NAN, OVER, 3)), held(("oak", SOON)))
    assert row[["n", "share", "n_promised", "n_meetings"]].tolist() == [1, 1.0, 1, 4]


def many(count, kept, alliance="North"):
    """Return agreements of so many schools for one cycle each, and the cycles of some of them."""
    names = [f"{alliance} {place}" for place in range(count)]
    rows = [(name, 1, OVER, NAN, alliance) for name in names]
    return agreed(*rows), held(*((name, SOON) for name in names[:kept]))


def state(agreements, cycles):
    found = release(promises.promises(agreements, cycles, as_of=AS_OF), POLICY)
    return dict(zip(found.table["alliance"], found.table["state"], strict=True))


def test_few_schools_and_a_few_of_one_mind_are_hidden():
    assert state(*many(2, 1)) == {"North": "hidden"}
    assert state(*many(5, 5)) == {"North": "hidden"}
    assert state(*many(5, 0)) == {"North": "hidden"}
    assert state(*many(5, 4)) == {"North": "shown"}
    assert state(*many(10, 10)) == {"North": "shown"}


def test_an_alliance_that_is_hidden_takes_another_along():
    parts = [many(2, 1, "East"), many(5, 3, "North"), many(8, 3, "West")]
    agreements, cycles = (pd.concat(each, ignore_index=True) for each in zip(*parts, strict=True))
    assert state(agreements, cycles) == {"East": "hidden", "North": "hidden", "West": "shown"}


def test_the_headline_says_who_kept_it_who_has_time_and_the_cycles():
    open_one = agreed(("late", 2, OPEN))
    agreements, cycles = many(5, 4)
    both = pd.concat([agreements, open_one], ignore_index=True)
    found = release(promises.promises(both, cycles, as_of=AS_OF), POLICY)
    assert str(prose.headline(found)) == (
        "Of 6 schools that promised cycles, 4 have held as many (67%); 1 has time left. 7 cycles "
        "were promised and 4 held."
    )
    assert charts.share_bars(found, title="Promises").to_dict()["description"]


def test_nothing_promised_is_said():
    found = release(promises.promises(agreed(), held(), as_of=AS_OF), POLICY)
    assert str(prose.headline(found)) == "No promises yet."


def asked(*answers, purpose="quotation", alliance="North"):
    """Return consents of as many people: yes, no or nothing."""
    people = [f"{alliance} {place}" for place in range(len(answers))]
    return pd.DataFrame(
        {
            "participant": people,
            "purpose": purpose,
            "asked": "2025-09-08",
            "answer": answers,
            "answered": ["2025-09-10" if answer else "" for answer in answers],
            "alliance": alliance,
        }
    )


def consented(table):
    schools = [f"school {place % 4}" for place in range(len(table))]
    people = pd.DataFrame({"respondent": table["participant"], "school_id": schools})
    return promises.consents(table, people.drop_duplicates("respondent"), CONSENTS)


COUNTS = ["n", "count", "n_refused", "n_unanswered", "n_schools"]
MIXED = ("yes",) * 7 + ("no",) * 2 + ("",) * 3


def test_consents_are_counted_by_purpose_of_those_who_were_asked():
    table = consented(asked(*MIXED)).table.set_index("purpose")
    assert table.loc["Being quoted word for word", COUNTS].tolist() == [12, 7, 2, 3, 4]
    assert table.loc["Being quoted word for word", "share"] == pytest.approx(7 / 12)
    assert table.loc["Taking part in the research", COUNTS].tolist() == [0, 0, 0, 0, 0]


@pytest.mark.parametrize("turned", [False, True])
def test_the_later_answer_of_a_person_counts(turned):
    first = asked("yes")
    again = first.assign(answer="no", answered="2026-01-05")
    table = pd.concat([again, first] if turned else [first, again], ignore_index=True)
    row = consented(table).table.set_index("purpose").loc["Being quoted word for word"]
    assert row[["n", "count", "n_refused"]].tolist() == [1, 0, 1]


def test_few_people_are_hidden_and_take_another_alliance_along():
    north, south = asked(*MIXED), asked(*MIXED[:6], alliance="South")
    table = pd.concat([north, south, asked(*MIXED * 2, alliance="West")], ignore_index=True)
    found = release(consented(table), POLICY).table
    quoted = found.loc[found["purpose"] == "Being quoted word for word"]
    assert dict(zip(quoted["alliance"], quoted["state"], strict=True)) == {
        "North": "hidden",
        "South": "hidden",
        "West": "shown",
    }


def test_the_headline_on_consent_counts_all_three():
    found = release(consented(asked(*MIXED)), POLICY)
    assert str(prose.headline(found)) == (
        "7 of 12 people (58%) have consented to being quoted word for word, 2 have refused and 3 "
        "have not answered."
    )
