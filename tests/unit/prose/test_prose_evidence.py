"""Sentences say no more than the table under them: ties, hidden rows, open directions."""

import pytest

from tsa_research import prose
from tsa_research.disclosure import release
from tsa_research.policy import Policy
from tsa_research.schemas.reading import load_instrument

LAX = Policy(1, 1, 1, 1)
TRUST, MENTORS, MATURITY = (
    load_instrument(name) for name in ("trust_survey", "mentor_skills_audit", "maturity_audit")
)
ITEMS = [item.id for item in MENTORS.items]
STRANDS = list(dict.fromkeys(item.id for item in MATURITY.items))
TITLES = {item.id: item.title for item in (*MENTORS.items, *MATURITY.items)}


def said(finding, policy=LAX, **wanted):
    return str(prose.headline(release(finding, policy), **wanted))


@pytest.fixture
def shares(small):
    """Return a function that makes favourable shares of the first questions for mentors."""

    def make(*counts, kind="favourable", n=20, **more):
        rows = [
            (MENTORS.subscale_of[item].id, item, "", count, count / base, base)
            for item, (count, base) in zip(
                ITEMS, [c if isinstance(c, tuple) else (c, n) for c in counts], strict=False
            )
        ]
        return small(
            kind, ("section", "item", "target"), ("n_favourable", "share_favourable"), rows,
            instrument=MENTORS, **more,
        )  # fmt: skip

    return make


def quoted(place):
    return f"“{TITLES[ITEMS[place]]}”"


def test_two_that_are_best_are_both_named(shares):
    sentence = said(shares(15, 15, 3))
    assert sentence.startswith(
        f"{quoted(0)} and {quoted(1)} are seen most favourably: 15 of 20 people"
    )


def test_four_that_are_lowest_are_counted(shares):
    assert "4 questions tie as seen least favourably: 3 of 20 people (15%)." in said(
        shares(15, 3, 3, 3, 3)
    )


def test_a_tie_on_different_bases_gives_the_share_only(shares):
    sentence = said(shares((10, 20), (5, 10), 1))
    assert "are seen most favourably: 50% gave a favourable answer to each." in sentence


def test_the_list_of_needs_is_not_cut_inside_a_tie(shares):
    sentence = said(shares(1, 3, 3, 3, 18, kind="needs"))
    assert all(quoted(place) in sentence for place in range(4))
    assert "(15% each)" in sentence
    assert "4 questions that tie (15% each)" in said(shares(1, 3, 3, 3, 3, 18, kind="needs"))


@pytest.mark.parametrize("kind", ["favourable", "needs"])
def test_a_superlative_says_of_how_many_where_some_are_hidden(shares, kind):
    finding = shares(15, 9, 3, (1, 4), kind=kind)
    assert said(finding, Policy()).startswith("Of the 3 questions that can be shown, ")
    assert "can be shown" not in said(finding)


GAP = ("mean_own", "mean_other", "n_own_better", "n_same", "n_other_better", "effect")


@pytest.fixture
def gaps(small):
    """Return a function that makes gaps between own school and alliance colleagues."""

    def make(*rows, by="membership"):
        facts = {"own": "own school", "other": "alliance colleagues", "by": by}
        return small("gap", ("group", "section"), GAP, rows, instrument=TRUST, facts=facts)

    return make


def test_the_widest_gap_is_that_of_the_means_and_not_of_the_effect(gaps):
    sentence = said(
        gaps(
            ("", "trust", 1.8, 2.0, 19, 1, 0, -1.0, 20),
            ("", "openness", 1.8, 3.1, 15, 1, 4, -0.6, 20),
        )
    )
    assert sentence.startswith("The gap is widest in openness:")


def test_one_row_is_not_the_widest(gaps):
    row = ("Less than 12 months", "trust", 1.8, 2.0, 19, 1, 0, -1.0, 20)
    sentence = said(gaps(row))
    assert sentence.startswith("On trust (less than 12 months), 19 of 20 people rate their own")
    assert "widest" not in sentence


def test_gaps_that_are_printed_alike_tie(gaps):
    first, second = (
        ("", "trust", 1.84, 2.64, 19, 1, 0, -1.0, 20),
        ("", "openness", 1.41, 2.15, 18, 1, 1, -0.9, 20),
    )
    assert said(gaps(first, second)).startswith(
        "The gap is equally wide in all 2 rows that are shown: trust (means 1.8 and 2.6) and "
        "openness (means 1.4 and 2.2); 1 = "
    )
    less = ("", "care", 1.8, 2.0, 10, 1, 9, -0.1, 20)
    assert said(gaps(less, first, second)).startswith(
        "The gap is widest in trust (means 1.8 and 2.6) and openness (means 1.4 and 2.2); 1 = "
    )
    names = ("trust", "openness", "care", "support")
    sentence = said(gaps(*[("", name, 1.8, 2.6, 19, 1, 0, -1.0, 20) for name in names]))
    assert sentence.startswith("The gap is equally wide in all 4 rows that are shown; 1 = ")
    level = said(gaps(*[("", name, 1.8, 1.84, 3, 15, 2, -0.1, 20) for name in names]))
    assert level == (
        "The means of own school and alliance colleagues are the same as printed in all 4 rows "
        "that are shown."
    )


def test_everybody_is_only_said_of_rows_that_are_shown(gaps):
    alike, few = ((0, 20, 0, float("nan"), 20), (2, 1, 0, -1.0, 3))
    rows = [("", "trust", 1.8, 1.8, *alike), ("", "care", 1.8, 2.8, *few)]
    assert said(gaps(*rows), Policy()) == (
        "On trust, everybody rates own school and alliance colleagues alike."
    )
    rows = [*rows, ("", "openness", 1.8, 1.8, *alike)]
    assert said(gaps(*rows), Policy()) == (
        "In the 2 rows that can be shown, everybody rates own school and alliance colleagues alike."
    )


def test_one_person_rates_and_all_people_rate(gaps):
    one = said(gaps(("", "trust", 1.8, 1.9, 1, 19, 0, -1.0, 20)))
    assert "1 of 20 people rates their own school better" in one
    everybody = said(gaps(("", "trust", 1.8, 2.9, 20, 0, 0, -1.0, 20)))
    assert "all 20 people rate their own school better (means" in everybody
    assert "none" not in everybody


CHANGE = ("n_before", "n_after", "n_better", "n_same", "n_worse", "effect", "p_adjusted")


@pytest.fixture
def changes(small):
    """Return a function that makes changes from counts of better, same and worse, and p."""

    def make(*rows, **more):
        sections = [subscale.id for subscale in MENTORS.subscales]
        table = [
            ("", section, "", sum(row[:3]), sum(row[:3]), *row[:3], 0.4, row[3], sum(row[:3]))
            for section, row in zip(sections, rows, strict=False)
        ]
        facts = {"before": "September", "after": "July", "by": None}
        return small(
            "change", ("group", "section", "target"), CHANGE, table,
            **{"instrument": MENTORS, "facts": facts} | more,
        )  # fmt: skip

    return make


def test_as_many_up_as_down_is_no_direction(changes):
    sentence = said(changes((21, 5, 21, 1.0), (20, 5, 2, 0.001), (6, 9, 3, 0.5)))
    assert sentence.startswith(
        "Of 3 sections, 1 moved up and none down; 2 have no clear direction."
    )


def test_with_too_few_schools_for_a_test_the_directions_are_told_all_the_same(changes):
    none = float("nan")
    sentence = said(changes((18, 0, 2, none), (1, 5, 9, none), (4, 9, 4, none), (9, 9, 1, none)))
    assert sentence == (
        "In 2 of 4 sections more people moved up than down, in 1 more down than up, and in 1 as "
        "many up as down; with so few schools it cannot be said whether this is chance."
    )
    assert said(changes((18, 0, 2, none), (17, 0, 3, none))).startswith(
        "In 2 of 2 sections more people moved up than down, in none more down than up; with"
    )


def test_where_no_direction_is_clear_no_change_is_the_clearest(changes):
    assert "clearest" not in said(changes((6, 9, 3, 0.5), (4, 9, 3, 0.9)))


def test_as_many_up_as_down_is_said_in_words(changes):
    assert said(changes((5, 3, 5, 1.0))).endswith("a less favourable one; as many went up as down.")


def test_people_who_were_observed_did_not_answer(changes):
    observed = load_instrument("lesson_observed_grade")
    row = ("", "grade", "", 12, 12, 6, 6, 0, 1.0, 0.03, 12)
    given = changes((6, 6, 0, 0.03))
    table = given.table.iloc[:1].assign(section="grade")
    assert row[5] == table["n_better"].iloc[0]
    finding = changes((6, 6, 0, 0.03), instrument=observed)
    finding.table["section"] = "grade"
    sentence = said(finding)
    assert "12 people who were observed in both waves" in sentence
    assert "got a more favourable grade" in sentence
    assert "answer" not in sentence


MOVES = ("n_up", "n_same", "n_down")


@pytest.fixture
def moves(small):
    """Return a function that makes movements of strands from counts up, same and down."""

    def make(*rows):
        table = [
            ("", MATURITY.subscale_of[strand].id, strand, "own_school", *row, sum(row))
            for strand, row in zip(STRANDS, rows, strict=False)
        ]
        keys = ("group", "dimension", "strand", "target")
        facts = {"waves": ["Autumn", "Summer"]}
        return small(
            "stage_movement", keys, MOVES, table, unit="schools", scope="schools",
            instrument=MATURITY, facts=facts,
        )  # fmt: skip

    return make


def strand(place):
    return TITLES[STRANDS[place]]


def test_what_fell_most_is_named_too(moves):
    sentence = said(moves((9, 1, 0), (4, 1, 5)))
    assert f"{strand(0)} rose most: up in 9 of 10 schools." in sentence
    assert f"{strand(1)} fell most: down in 5 of 10 schools." in sentence
    assert "fell most" not in said(moves((9, 1, 0), (4, 6, 0)))


def test_strands_that_rose_alike_are_both_named(moves):
    both = f"{strand(0)} and {strand(1).lower()} rose most: up in 9 of 10 schools each."
    assert both in said(moves((9, 1, 0), (9, 1, 0), (1, 9, 0)))


def reached(small, *counts, n=10):
    table = [
        (MATURITY.subscale_of[name].id, name, "own_school", count, count / n, n)
        for name, count in zip(STRANDS, counts, strict=False)
    ]
    return small(
        "priorities", ("dimension", "strand", "target"), ("n_at_or_above", "share_at_or_above"),
        table, unit="schools", scope="schools", instrument=MATURITY,
        facts={"threshold": "embedding"}, ordered_by="share_at_or_above",
    )  # fmt: skip


def test_one_school_has_and_two_schools_have(small):
    assert "1 of 10 schools has reached embedding or beyond, against 9 of 10" in said(
        reached(small, 9, 1)
    )
    assert "2 of 10 schools have reached" in said(reached(small, 9, 2))


def test_strands_that_tie_as_the_next_are_all_named(small):
    sentence = said(reached(small, 9, 1, 1))
    names = f"{strand(1).lower()} and {strand(2).lower()}"
    assert sentence.startswith(f"The strands to work on next are {names}:")
    assert "are 4 strands that tie:" in said(reached(small, 9, 1, 1, 1, 1))


def test_no_number_of_schools_is_told_over_a_map(small):
    rows = [
        (
            f"School {'AB'[place]}",
            MATURITY.subscale_of[name].id,
            name,
            "own_school",
            "Now",
            stage,
            4,
        )
        for name, stages in zip(STRANDS, ((7, 7), (1, 7), (1, 1)), strict=False)
        for place, stage in enumerate(stages)
    ]
    keys = ("school", "dimension", "strand", "target", "wave")
    finding = small(
        "statements", keys, ("stage",), rows, unit="judges", scope="statement",
        instrument=MATURITY,
    )  # fmt: skip
    sentence = said(finding)
    assert sentence.startswith(f"{strand(0)} is furthest on and {strand(2).lower()} is least")
    assert not any(character.isdigit() for character in sentence)


def test_no_school_is_named_for_its_few_judges(small):
    rows = [("Ashquill", "own_school", 0.6, 4), ("Beckonmoor", "own_school", 0.9, 9)]
    finding = small(
        "agreement", ("school", "target"), ("within_one",), rows, unit="judges",
        scope="statement", instrument=MATURITY,
    )  # fmt: skip
    sentence = said(finding)
    assert "60% to 90%" in sentence
    assert "Ashquill" not in sentence
    assert "Beckonmoor" not in sentence


def test_sections_that_are_no_score_are_among_the_limits(small):
    rows = [("listening", "", 0.4, 30), ("giving_feedback", "", 0.9, 30)]
    finding = small("reliability", ("section", "target"), ("alpha",), rows, instrument=MENTORS)
    (text,) = prose.limits(release(finding, LAX)).texts
    assert text.startswith("Read these sections question by question, not as one score:")


@pytest.mark.parametrize(
    ("low", "high", "p", "sentence"),
    [
        (0.6, 0.9, 0.01, "“Leads” answered more favourably than the rest on listening."),
        (0.4, 0.9, 0.3, "No group stands clearly apart from the rest."),
        (
            *[float("nan")] * 3,
            "There are too few people or too few schools to tell whether a group answers "
            "otherwise than the rest.",
        ),
    ],
)
def test_a_group_against_the_rest_where_a_test_allows_it(small, low, high, p, sentence):
    keys, values = ("question", "group", "section"), ("low", "high", "p_adjusted")
    row = ("Part", "Leads", "listening", low, high, p, 20)
    assert said(small("rest", keys, values, [row], instrument=MENTORS)) == sentence
