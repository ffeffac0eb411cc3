"""Singular and plural, awkward names, and the lists at the end of a report."""

from html.parser import HTMLParser

import pytest

from tsa_research import prose
from tsa_research.disclosure import release
from tsa_research.policy import Policy
from tsa_research.prose.sentence import Limits, Note, Sentence
from tsa_research.schemas.reading import load_instrument

LAX = Policy(1, 1, 1, 1)
HOSTILE = "<script>alert('x')</script> & \"co\""


def said(finding, **wanted):
    return str(prose.headline(release(finding, LAX), **wanted))


BOOKS = ("rows_kept", "rows_set_aside")


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ((1, 0, 1), "Of 1 response received across the network, 1 passed every check; none had "
         "to be set aside."),
        ((2, 1, 3), "Of 3 responses received across the network, 2 passed every check and 1 was "
         "set aside, with its reason."),
        ((1, 2, 3), "Of 3 responses received across the network, 1 passed every check and 2 were "
         "set aside, each with a reason."),
    ],
)  # fmt: skip
def test_responses_are_counted_in_words(small, row, sentence):
    keys = ("form", "wave")
    about = {"base": "rows_in", "scope": "public", "unit": "responses"}
    finding = small("books", keys, BOOKS, [("F", "W", *row)], **about)
    assert said(finding) == sentence


RESPONSE = ("invited", "rate")


def answered(small, *rows):
    return said(small("response", ("group",), RESPONSE, rows, base="returned"))


def test_one_person_out_of_one_is_a_person(small):
    assert answered(small, ("", 1, 1.0, 1)) == "1 of 1 person asked (100%) answered."


def test_how_many_were_asked_may_be_unknown(small):
    nan = float("nan")
    assert (
        answered(small, ("", 0, nan, 7)) == "7 people answered; how many were asked is not known."
    )
    assert answered(small, ("", 0, nan, 1)).startswith("1 person answered;")


def test_more_answers_than_people_are_pointed_out(small):
    sentence = answered(small, ("", 6, float("nan"), 7))
    assert sentence == "7 people answered, more than the 6 on the roster: check it."


def test_several_rates_are_told_from_the_lowest_to_the_highest(small):
    sentence = answered(small, ("A", 10, 0.5, 5), ("B", 8, 0.75, 6))
    assert sentence == "Response rates run from 50% to 75% across the 2 shown."


def test_rates_that_are_not_known_are_not_told(small):
    nan = float("nan")
    assert "not computable" not in answered(small, ("A", 0, nan, 5), ("B", 0, nan, 6))


FAVOURABLE = ("n_favourable", "share_favourable")


def shares(small, *rows, kind="favourable"):
    keys = ("section", "item", "target")
    return said(small(kind, keys, FAVOURABLE, [("grade", name, "", *row) for name, *row in rows]))


def test_one_question_has_no_best_and_no_worst(small):
    assert shares(small, ("lesson_grade", 3, 0.25, 12)) == (
        "3 of 12 people gave a favourable answer (25%)."
    )
    assert shares(small, ("lesson_grade", 0, 0.0, 12)) == (
        "None of 12 people gave a favourable answer (0%)."
    )


def test_questions_that_are_rated_alike_are_not_ranked(small):
    sentence = shares(small, ("lesson_grade", 6, 0.5, 12), ("other", 6, 0.5, 12))
    assert sentence == (
        "Both questions are rated alike: 6 of 12 people gave a favourable answer to each (50%)."
    )


CHANGE = (
    *("n_before", "n_after", "n_better", "n_same", "n_worse"),
    *("effect", "low", "high", "p_adjusted"),
)


def test_one_person_who_was_followed_is_a_person(small):
    row = ("", "grade", "", 1, 1, 1, 0, 0, 1.0, None, None, 1.0, 1)
    facts = {"before": "September", "after": "July"}
    sentence = said(small("change", ("group", "section", "target"), CHANGE, [row], facts=facts))
    assert sentence.startswith("On lesson grade, 1 of the 1 person who answered both waves")


@pytest.mark.parametrize(("p", "open_question"), [(0.2, True), (0.04, False)])
def test_so_few_moves_leave_the_direction_open(small, p, open_question):
    row = ("", "grade", "", 9, 9, 3, 5, 1, 0.5, None, None, p, 9)
    facts = {"before": "September", "after": "July"}
    sentence = said(small("change", ("group", "section", "target"), CHANGE, [row], facts=facts))
    assert ("could be chance" in sentence) == open_question


def test_counts_from_few_schools_are_not_said_to_be_more_than_chance(small):
    row = ("", "grade", "", 12, 12, 9, 2, 1, 0.5, None, None, None, 12)
    facts = {"before": "September", "after": "July"}
    sentence = said(small("change", ("group", "section", "target"), CHANGE, [row], facts=facts))
    assert sentence.endswith("; with so few schools it cannot be said whether this is chance.")


COMPARE = ("superiority", "low", "high", "p_adjusted")


def compared(small, *rows):
    return said(small("compare", ("group",), COMPARE, [(*row, 9) for row in rows]))


def test_one_stands_apart_and_two_stand_apart(small):
    above, below = (0.8, 0.6, 0.9, 0.01), (0.2, 0.1, 0.4, 0.01)
    assert compared(small, ("A", *above)) == "A answers more favourably than the rest."
    assert compared(small, ("A", *above), ("B", *above), ("C", *below)) == (
        "A and B answer more favourably than the rest; C answers less favourably than the rest."
    )


@pytest.mark.parametrize(
    "evidence",
    [(0.5, 0.4, 0.6, 0.01), (0.8, 0.6, 0.9, 0.2), (0.8, 0.6, 0.9, None), (0.2, 0.1, 0.4, 0.06)],
    ids=["open interval", "p too large", "no p", "p just too large"],
)
def test_nobody_stands_apart_against_the_evidence(small, evidence):
    clear = (0.6, 0.4, 0.8, 0.5)
    sentence = compared(small, ("A", *evidence), ("B", *clear))
    assert sentence == "None stands clearly apart from the rest."


MOVES = ("n_up", "n_same", "n_down")


def test_one_statement_moves_in_the_singular(small):
    keys = ("group", "dimension", "strand", "target")
    finding = small(
        "stage_movement", keys, MOVES, [("", "grade", "lesson_grade", "", 1, 0, 0, 1)],
        unit="schools", facts={"waves": ["Autumn", "Summer"]},
    )  # fmt: skip
    sentence = said(finding)
    assert sentence.startswith("From Autumn to Summer, 1 statement moved up,")
    assert sentence.endswith("none moved down."), "one strand is not the one that rose most"


def test_movement_where_low_is_best_counts_a_lower_code_as_up(small):
    cells = [(2, 1, 4, 9), (2, 2, 3, 9), (1, 2, 2, 9)]
    finding = small(
        "movement", ("before", "after"), ("count",), cells, facts={"item": "lesson_grade"}
    )
    assert said(finding) == "Of 9 people seen in both waves, 4 moved up, 3 stayed and 2 moved down."


@pytest.mark.parametrize(
    ("form", "item", "named"),
    [
        ("mentor_skills_audit", "discreet", "“{title}”: of 9 people seen"),
        (
            "trust_survey",
            "keeps_promises__alliance_colleagues",
            "“{title}” (alliance colleagues): of",
        ),
    ],
)
def test_movement_names_its_question_where_the_form_has_others(small, form, item, named):
    instrument = load_instrument(form)
    cells = [(2, 1, 4, 9), (2, 2, 3, 9), (1, 2, 2, 9)]
    facts = {"item": item}
    keys = ("before", "after")
    finding = small("movement", keys, ("count",), cells, facts=facts, instrument=instrument)
    assert said(finding).startswith(named.format(title=instrument.item(item).title))


def test_an_alliance_in_which_nothing_moved_up_is_not_praised(small):
    rows = [("A", "", 0, 2, 5, 4), ("B", "", 0, 3, 9, 4)]
    finding = small("stage_summary", ("group", "target"), MOVES, rows, unit="schools")
    assert "A moved most" not in said(finding)


class Tags(HTMLParser):
    """Collects the tags of a page."""

    def __init__(self):
        super().__init__()
        self.tags = []

    def handle_starttag(self, tag, attrs):
        """Note the name of a tag."""
        self.tags.append(tag)


def tags_of(html):
    parser = Tags()
    parser.feed(html)
    return parser.tags


def test_the_name_of_a_school_is_never_markup(small):
    finding = small("compare", ("group",), COMPARE, [(HOSTILE, 0.8, 0.6, 0.9, 0.01, 9)])
    headline = prose.headline(release(finding, LAX))
    assert HOSTILE in str(headline), "as text it is what it is"
    assert tags_of(headline._repr_html_()) == ["p"]
    assert '"co"' not in headline._repr_html_()


def test_titles_and_methods_are_never_markup(small):
    finding = small(
        "compare", ("group",), COMPARE, [("A", 0.8, 0.6, 0.9, 0.01, 3)], title=HOSTILE,
        method=HOSTILE, caveats=(HOSTILE,),
    )  # fmt: skip
    released = release(finding, Policy())
    assert tags_of(prose.limits(released)._repr_html_()) == ["ul", "li", "li"]
    assert tags_of(prose.method(released)._repr_html_()) == ["p"]


@pytest.mark.parametrize(
    ("shown", "tags"),
    [(Sentence(HOSTILE), ["p"]), (Note(HOSTILE), ["p"]), (Limits((HOSTILE,)), ["ul", "li"])],
    ids=["sentence", "note", "limits"],
)
def test_whatever_is_said_is_escaped(shown, tags):
    assert tags_of(shown._repr_html_()) == tags
    assert HOSTILE in str(shown)


def test_limits_name_each_caveat_once_and_what_is_hidden(small):
    row = ("A", 0.8, 0.6, 0.9, 0.01, 3)
    finding = small("compare", ("group",), COMPARE, [row], caveats=("Beware.",))
    released = release(finding, Policy())
    assert prose.limits(released, released).texts == (
        "Beware.",
        f"How it is: all figures are hidden. {released.rule}",
    )


def test_limits_without_a_caveat_say_so(small):
    finding = small("compare", ("group",), COMPARE, [("A", 0.8, 0.6, 0.9, 0.01, 30)])
    limits = prose.limits(release(finding, Policy()))
    assert str(limits) == "- Nothing beyond what is said above."


def test_a_method_that_several_results_share_is_told_once(small):
    released = release(small("compare", ("group",), COMPARE, [("A", 0.8, 0.6, 0.9, 0.01, 9)]), LAX)
    assert str(prose.method(released, released)) == "How this was computed. Counted."


def test_an_empty_result_says_what_is_missing(small):
    finding = small("change", ("group", "section", "target"), CHANGE, [], facts={"nothing": "One."})
    assert said(finding) == "One."


@pytest.mark.parametrize(("second", "others"), [(0.8, False), (0.3, True)])
def test_others_are_named_only_where_there_are_others(small, second, others):
    values = ("icc1", "icc2", "rwg_j")
    rows = [("section_1", "", 0.2, 0.9, 0.8, 30), ("section_2", "", 0.2, second, 0.8, 30)]
    sentence = said(small("clustering", ("section", "target"), values, rows))
    assert ("not on the others" in sentence) == others
