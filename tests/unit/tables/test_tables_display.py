"""Tables: valid, accessible, escaped, with the base in each row and nothing where it is hidden."""

from html.parser import HTMLParser

import pandas as pd
import pytest

from tsa_research.errors import UsageError
from tsa_research.findings import Finding
from tsa_research.naming import name_of
from tsa_research.tables import display


class Reader(HTMLParser):
    """Collect the rows of a table as lists of (tag, attributes, text), group headings apart."""

    def __init__(self, html):
        super().__init__()
        self.rows, self.tags, self.caption, self.notes = [], [], "", []
        self.feed(html)
        self.groups = [row[0] for row in self.rows if row[0][1].get("scope") == "rowgroup"]
        self.rows = [row for row in self.rows if row[0] not in self.groups]

    def handle_starttag(self, tag, attributes):  # noqa: D102
        self.tags.append((tag, dict(attributes)))
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self.rows[-1].append([tag, dict(attributes), ""])

    def handle_data(self, text):  # noqa: D102
        tag = self.tags[-1][0]
        if tag in ("td", "th"):
            self.rows[-1][-1][2] += text
        elif tag == "caption":
            self.caption += text
        elif tag == "p":
            self.notes.append(text)


def read(table):
    return Reader(table._repr_html_())


def texts(row):
    return [text for _, _, text in row]


def finding():
    table = pd.DataFrame({"section": ["work"], "mean": [2.0], "n": [40]})
    return Finding(
        "sections", "What?", "Means", table, ("section",), ("mean",), "people", "public", 40, "Mean"
    )


@pytest.mark.parametrize("given", [finding(), finding().table], ids=["finding", "frame"])
def test_only_a_release_is_shown(given):
    with pytest.raises(TypeError, match="Only a Release may be shown"):
        display(given)


def test_the_skeleton_of_a_table(released):
    table = display(released("compare", ("group",), ("n_rest",), [("Ash", 30, 12)]))
    assert table._repr_html_() == (
        '<div class="table-scroll" role="region" aria-label="Answers" tabindex="0">'
        '<table class="tsa"><caption>Answers</caption>'
        '<thead><tr><th scope="col">Group</th><th scope="col">In the rest</th>'
        '<th scope="col">People</th></tr></thead>'
        '<tbody><tr><th scope="row">Ash</th><td class="number">30</td>'
        '<td class="number base">12</td></tr></tbody></table></div>'
        '<p class="note">People: the number of people behind each row.</p>'
    )


def test_every_row_has_its_base_and_every_column_a_heading(shares):
    page = read(display(shares))
    heading, *rows = page.rows
    assert texts(heading)[-1] == "People"
    assert all(attributes["scope"] == "col" for _, attributes, _ in heading)
    assert [texts(row)[-1] for row in rows] == ["20", "hidden", "0"]
    assert {len(row) for row in page.rows} == {len(heading)}


def test_the_ends_of_an_interval_share_one_column(shares):
    heading, first, *_ = read(display(shares)).rows
    figures = dict(zip(texts(heading), texts(first), strict=True))
    assert figures["95% interval"] == "39% to 78%"
    assert figures["Share favourable"] == "60%"


def test_hidden_rows_hold_the_word_and_no_number(shares):
    _, _, hidden, _ = read(display(shares)).rows
    cells = [(attributes["class"], text) for tag, attributes, text in hidden if tag == "td"]
    assert set(cells) == {("hidden-value", "hidden"), ("hidden-value base", "hidden")}
    assert "0.75" not in display(shares)._repr_html_()


def test_rows_without_answers_say_so(shares):
    *_, silent = read(display(shares)).rows
    assert [text for tag, _, text in silent if tag == "td"] == ["no answers"] * 3 + ["0"]


def test_the_rule_stands_under_the_table_when_something_is_hidden(shares):
    assert read(display(shares)).notes[0].startswith("Hidden where there are fewer than 10 people")


def test_a_table_without_any_figure_is_one_line_that_says_why(shares):
    silent = display(shares, target="other")
    assert silent._repr_html_() == ('<p class="note">Answers: The others: nobody has answered.</p>')


def test_names_are_escaped(released, hostile):
    keys, values = ("school", "item"), ("rate",)
    table = display(
        released("response", keys, values, [(hostile, "helps", 0.5, 20)], title=hostile)
    )
    html = table._repr_html_()
    assert "<script" not in html
    assert html.count("&lt;script&gt;") == 4
    page = read(table)
    assert page.caption == hostile
    assert page.tags[0][1]["aria-label"] == hostile
    assert texts(page.rows[1])[:2] == [hostile, hostile]


def test_ids_become_titles(shares, hostile):
    page = read(display(shares))
    assert [text for _, _, text in page.groups] == ["Work", "Talk"]
    assert texts(page.rows[1])[:2] == ["Asks first", "Own school"]
    assert texts(page.rows[2])[0] == hostile


def test_sections_that_stand_together_share_a_heading(released):
    rows = [("work", "asks", 1, 20), ("work", "helps", 2, 20), ("talk", "tells", 0, 20)]
    page = read(display(released("items", ("section", "item"), ("n_missing",), rows)))
    assert [(cell[1]["colspan"], cell[2]) for cell in page.groups] == [("3", "Work"), ("3", "Talk")]
    assert [tag for tag, _ in page.tags].count("tbody") == 2


def test_a_ranking_is_not_broken_up_by_section(released):
    rows = [("work", "asks", 1, 20), ("talk", "tells", 0, 20), ("work", "helps", 2, 20)]
    page = read(display(released("needs", ("section", "item"), ("n_favourable",), rows)))
    assert [texts(row)[0] for row in page.rows] == ["Section", "Work", "Talk", "Work"]


def test_empty_targets_and_groups_have_no_column(released):
    keys = ("group", "section", "target")
    table = display(released("change", keys, ("n_better",), [("", "work", "", 3, 20)]))
    assert table.headings == ("Section", "Better", "People")


def test_a_row_about_everybody_is_named(released):
    release = released("response", ("group",), ("rate",), [("", 0.4, 20)], base="returned")
    table = display(release)
    assert table.headings == ("Group", "Response rate", "Returned")
    assert texts(read(table).rows[1]) == ["All together", "40%", "20"]


def test_what_cannot_be_computed_is_said(released):
    release = released("gap", ("section",), ("effect",), [("work", float("nan"), 20)])
    row = read(display(release)).rows[1]
    assert row[1] == ["td", {"class": "no-value"}, "not computable"]


def test_columns_can_be_chosen_and_are_checked(shares):
    assert display(shares, columns=("share_favourable",)).headings[-2:] == (
        "Share favourable",
        "People",
    )
    with pytest.raises(UsageError, match="Did you mean share_favourable"):
        display(shares, columns=("share_favorable",))


def test_a_filter_goes_into_the_caption(shares):
    table = display(shares, target="own")
    assert table.caption == "Answers: Own school"
    assert "About" not in table.headings
    with pytest.raises(UsageError, match="nothing here for wave"):
        display(shares, wave="July")


def test_a_notebook_gets_html_and_text(shares):
    table = display(shares)
    bundle, _ = table._repr_mimebundle_(include=None, exclude=None)
    assert bundle == {"text/html": table._repr_html_(), "text/plain": str(table)}


def test_the_text_is_aligned(released):
    rows = [("Ash", 3, 120), ("Beacon Hill", 4, 20)]
    assert str(display(released("compare", ("group",), ("n_rest",), rows))).splitlines() == [
        "Answers",
        "Group        In the rest  People",
        "Ash          3            120",
        "Beacon Hill  4            20",
        "People: the number of people behind each row.",
    ]


def test_without_an_instrument_ids_stay(released):
    release = released("x", ("item",), ("rate",), [("asks", 0.4, 20)], instrument=None)
    assert name_of(release, "item", "asks") == "asks"
    assert display(release).headings[0] == "Question"
