"""The ties of one school, in a headline and a sentence each."""

from __future__ import annotations

import pandas as pd
import pytest

from tsa_research import prose
from tsa_research.disclosure import release
from tsa_research.findings import Finding
from tsa_research.policy import Policy

KEYS = ("other", "topic", "status", "says")
BOTH = ("Elm", "reading", "both say so", "both")
OURS = ("Ash", "", "only one says so", "Oak")
THEIRS = ("Ash", "maths", "only one says so", "Ash")
UNHEARD = ("Fir", "", "the other was not heard", "Oak")
MUTE = ("Fir", "", "the other was not heard", "Fir")


def ties_of(*rows):
    table = pd.DataFrame([(*row, 1) for row in rows], columns=[*KEYS, "n"])
    finding = Finding(
        kind="tie_partners", question="Who?", title="Ties of Oak", table=table, keys=KEYS,
        values=(), unit="ties", scope="public", n=len(rows), method="Counted.",
        facts={"school": "Oak"},
    )  # fmt: skip
    return release(finding, Policy())


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ((BOTH,), "1 school of the alliance, which says so too."),
        ((BOTH, BOTH), "2 schools of the alliance, all of which say so too."),
        ((OURS,), "1 school of the alliance: only Oak says so."),
        ((THEIRS,), "1 school of the alliance: only Ash says so."),
        ((UNHEARD,), "1 school of the alliance: only Oak says so, and Fir was not heard."),
        ((BOTH, OURS), "2 schools of the alliance; both schools say so of 1 of these ties."),
        ((OURS, UNHEARD), "2 schools of the alliance; both schools say so of none of these ties."),
    ],
)
def test_the_headline_says_with_how_many_and_how_sure_that_is(rows, said):
    assert str(prose.headline(ties_of(*rows))) == f"Oak works with {said}"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (BOTH, "Works with Elm on reading; both say so."),
        (OURS, "Works with Ash; only Oak says so."),
        (THEIRS, "Works with Ash on maths; only Ash says so."),
        (UNHEARD, "Works with Fir; only Oak says so, and Fir was not heard."),
        (MUTE, "Works with Fir; only Fir says so, and Oak was not heard."),
    ],
)
def test_each_tie_has_a_sentence_that_says_who_says_so(row, said):
    assert prose.each_tie(ties_of(row)) == (said,)


def test_sentences_take_nothing_but_a_release():
    for write in (prose.each_tie, lambda table: prose.elsewhere(table, "Oak")):
        with pytest.raises(TypeError):
            write(ties_of(BOTH).table)
