"""What sentences say of themes: nothing of those that are hidden, and ties in full."""

from __future__ import annotations

import pytest

from tsa_research import prose
from tsa_research.disclosure import release
from tsa_research.policy import Policy

NAN = float("nan")
KEYS = ("question", "theme")
POLICY = Policy()


@pytest.fixture
def counted(small):
    """Return a function: the sentence on themes of one question, each with its writers."""

    def sentence(*writers, of=12):
        rows = [
            ("Aims", f"Theme {place}", of, n / of, n) for place, n in enumerate(writers, start=1)
        ]
        finding = small("themes", KEYS, ("n_of", "share"), rows, parts=("theme",))
        return str(prose.headline(release(finding, POLICY)))

    return sentence


@pytest.mark.parametrize(
    ("writers", "said"),
    [
        ((8, 6), "Under “Aims”, “theme 1” is written of most: by 8 of 12 people (67%)."),
        ((6, 6), "Under “Aims”, “theme 1” and “theme 2” are written of most: by 6 of 12 people "
         "each (50%)."),
        ((8, 3, 2), "Under “Aims”, “theme 1” is the one theme that can be shown: 8 of 12 people "
         "(67%) wrote of it."),
        ((8, 6, 3, 2), "Under “Aims”, of the 2 themes that can be shown, “theme 1” is written of "
         "most: by 8 of 12 people (67%)."),
    ],
)  # fmt: skip
def test_the_theme_of_most_is_named(counted, writers, said):
    assert counted(*writers) == said


def test_a_theme_of_nobody_is_not_the_one_that_leads(counted):
    assert counted(8, 0) == "Under “Aims”, “theme 1” is written of most: by 8 of 12 people (67%)."


def agreed(small, *alphas):
    rows = [
        ("Aims", f"Theme {place}", 12, 9, 0.9, alpha, NAN, NAN, 8)
        for place, alpha in enumerate(alphas, start=1)
    ]
    columns = ("n_of", "n_twice", "exact", "alpha", "low", "high")
    finding = small("theme_agreement", KEYS, columns, rows)
    return str(prose.headline(release(finding, POLICY)))


@pytest.mark.parametrize(
    ("alphas", "said"),
    [
        ((0.8, 0.9), "The coders agree well on each theme (lowest alpha 0.80)."),
        ((0.9,), "The coders agree well on the theme (lowest alpha 0.90)."),
        ((0.9, NAN), "The coders agree well on 1 of 2 themes for which it can be computed (lowest "
         "alpha 0.90)."),
        ((0.2, 0.9), "The coders agree too little on “theme 1” (lowest alpha 0.20): read it with "
         "care, and say more in the codebook."),
        ((0.2, 0.3), "The coders agree too little on “theme 1” and “theme 2” (lowest alpha 0.20): "
         "read them with care, and say more in the codebook."),
        ((NAN, NAN), "How far the coders agree beyond chance cannot be computed for any theme "
         "shown."),
    ],
)  # fmt: skip
def test_the_coders_are_judged_by_their_lowest_agreement(small, alphas, said):
    assert agreed(small, *alphas) == said


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ((9, 8, 5, 4), "Of 9 answers in different words, 8 were coded, 5 of them by two people or "
         "more, who gave exactly the same themes to 4."),
        ((9, 1, 0, 0), "Of 9 answers in different words, 1 was coded, none of them by two people."),
    ],
)  # fmt: skip
def test_how_much_was_coded_is_counted(small, row, said):
    columns = ("n_answers", "n_coded", "n_twice", "n_alike")
    finding = small("coding", ("question",), columns, [("Aims", *row, 12)])
    assert str(prose.headline(release(finding, POLICY))) == said
