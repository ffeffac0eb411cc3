"""Stages of schools: a map with marks, and who moved which way."""

import pandas as pd
import pytest

from tsa_research import charts
from tsa_research.errors import UsageError
from tsa_research.naming import stage_mark


def test_the_map_holds_every_released_stage(make, layers):
    release = make.statements()
    scale = release.instrument.scales[0]
    specification = charts.stage_map(release, title="T").to_dict()
    drawn = [
        (row["school"], row["strand"], row["mark"])
        for layer, rows in layers(specification)
        for row in rows
        if layer["mark"]["type"] == "rect" and "mark" in row
    ]
    expected = [
        (row["school"], row["strand"], scale.option(int(row["stage"])).mark)
        for row in release.shown.to_dict("records")
    ]
    assert sorted(drawn) == sorted(expected)


def test_strands_stand_in_the_order_of_the_instrument_by_dimension(make):
    release = make.statements()
    specification = charts.stage_map(release, title="T").to_dict()
    drawn = [
        panel["layer"][0]["encoding"]["x"]["scale"]["domain"] for panel in specification["hconcat"]
    ]
    assert drawn == [list(subscale.items) for subscale in release.instrument.subscales]


def test_stages_are_shaded_in_order_and_named(make):
    specification = charts.stage_map(make.statements(), title="T").to_dict()
    fill = specification["hconcat"][0]["layer"][0]["encoding"]["fill"]
    assert fill["scale"]["domain"] == ["B", "B–D", "D", "D–E", "E", "E–L", "L", "[c]"]
    shades = [sum(bytes.fromhex(colour[1:])) for colour in fill["scale"]["range"][:-1]]
    assert shades == sorted(shades, reverse=True)
    assert "B: Beginning" in fill["legend"]["labelExpr"]


def test_hidden_and_silent_squares_say_so(make, layers):
    specification = charts.stage_map(make.statements(), title="T").to_dict()
    words = [row for _, rows in layers(specification) for row in rows if "words" in row]
    assert sorted((row["school"], row["words"]) for row in words) == [
        ("Castlewick Infants", "[c]"),
        ("Fernquill Primary", "none"),
        ("Hollymarsh Juniors", "[c]"),
    ]
    assert '"[c]" means that the stage is hidden' in specification["usermeta"]["caption"]
    legend = specification["hconcat"][0]["layer"][0]["encoding"]["fill"]["legend"]
    assert "[c]: hidden" in legend["labelExpr"]


def test_a_map_without_hidden_squares_has_no_mark_for_them_in_its_key(make):
    keys = ("school", "dimension", "strand", "target", "wave")
    rows = make.statements().shown.to_dict("records")
    about = {"unit": "judges", "scope": "statement"}
    release = make.released("statements", "maturity_audit", rows, keys, ("stage",), **about)
    fill = charts.stage_map(release, title="T").to_dict()
    fill = fill["hconcat"][0]["layer"][0]["encoding"]["fill"]
    assert "[c]" not in fill["scale"]["domain"]


def test_a_map_is_summed_up_in_a_few_words_and_points_to_its_table(make):
    release = make.statements()
    description = charts.stage_map(release, title="T").to_dict()["description"]
    assert len(description) <= 600
    assert "14 schools by 12 strands" in description
    for code, number in release.shown["stage"].value_counts().items():
        label = release.instrument.scales[0].label(int(code))
        assert f"{label}: {number} squares" in description
    assert "hidden: 2 squares; nobody judged: 1 square. The table" in description


def test_a_map_shows_one_wave_at_a_time(make):
    release = make.statements(waves=("Autumn", "Summer"))
    with pytest.raises(UsageError, match="one wave at a time"):
        charts.stage_map(release, title="T")
    charts.stage_map(release, title="T", wave="Summer", target="own_school").to_dict()


def test_without_a_statement_the_chart_says_so(make):
    keys = ("school", "dimension", "strand", "target", "wave")
    release = make.released("statements", "maturity_audit", [], keys, ("stage",))
    specification = charts.stage_map(release, title="T").to_dict()
    assert "There is nothing to draw yet." in specification["description"]


def test_a_stage_between_two_options_shows_both_marks(make):
    scale = make.statements().instrument.scales[0]
    assert stage_mark(scale, 3) == "D"
    assert stage_mark(scale, 3.5) == "D/D–E"


def test_schools_that_moved_up_are_right_and_down_left(make, layers):
    release = make.stage_moves()
    specification = charts.stage_movement(release, title="T", target="own_school").to_dict()
    layer, rows = next(
        (layer, rows) for layer, rows in layers(specification) if layer["mark"]["type"] == "bar"
    )
    drawn = pd.DataFrame(rows).pivot(index="row", columns="side", values="end")
    shown = release.shown.loc[release.shown["target"] == "own_school"]
    assert sorted(drawn["moved up"]) == sorted(shown["n_up"])
    assert sorted(-drawn["moved down"]) == sorted(shown["n_down"])
    low, high = layer["encoding"]["x"]["scale"]["domain"]
    assert low == -high


def test_those_that_stayed_are_counted_at_the_side(make, layers):
    release = make.stage_moves()
    specification = charts.stage_movement(release, title="T", target="own_school").to_dict()
    texts = [row.get("text") for _, rows in layers(specification) for row in rows]
    shown = release.shown.loc[release.shown["target"] == "own_school"]
    for n_same in shown["n_same"]:
        assert str(int(n_same)) in texts
    headings = [
        row["heading"] for _, rows in layers(specification) for row in rows if "heading" in row
    ]
    assert headings == ["Stayed", "Schools"]


def bars(specification, layers):
    return next(rows for layer, rows in layers(specification) if layer["mark"]["type"] == "bar")


def test_the_parts_of_a_bar_are_the_released_counts(make, layers):
    release = make.stage_counts()
    marks = {option.code: option.mark for option in release.instrument.scales[0].options}
    specification = charts.stage_spread(release, title="T").to_dict()
    drawn = {
        (part["row"].split(" / ")[1], part["mark"]): part["end"] - part["start"]
        for part in bars(specification, layers)
    }
    shown = release.shown.query("count > 0")
    assert drawn == {
        (row.strand, marks[row.level]): row._asdict()["count"] for row in shown.itertuples()
    }


def test_parts_stand_side_by_side_from_the_least_developed(make, layers):
    release = make.stage_counts()
    order = [release.instrument.scales[0].option(code).mark for code in range(1, 8)]
    ends = {}
    for part in bars(charts.stage_spread(release, title="T").to_dict(), layers):
        end, place = ends.get(part["row"], (0, -1))
        assert part["start"] == end
        assert order.index(part["mark"]) > place
        ends[part["row"]] = part["end"], order.index(part["mark"])


def test_every_strand_has_its_row_and_says_why_it_is_empty(make, layers):
    release = make.stage_counts()
    specification = charts.stage_spread(release, title="T").to_dict()
    domain = specification["layer"][0]["encoding"]["y"]["scale"]["domain"]
    strands = [name.split(" / ")[1] for name in domain if not name.startswith("#")]
    asked = [item.id for item in release.instrument.items if item.target == "own_school"]
    assert strands == asked
    words = [row["text"] for _, rows in layers(specification) for row in rows if "text" in row]
    assert words.count("hidden") == 1
    assert words.count("no statement") == 1


def test_two_charts_can_share_a_scale(make):
    ends = [
        charts.stage_spread(make.stage_counts(schools=n), title="T", most=14).to_dict()["layer"][0]
        for n in (6, 14)
    ]
    assert [layer["encoding"]["x"]["scale"]["domain"] for layer in ends] == [[0, 14], [0, 14]]


def test_each_part_is_named_by_its_letters(make, layers):
    specification = charts.stage_spread(make.stage_counts(), title="T").to_dict()
    texts = [row["text"] for _, rows in layers(specification) for row in rows if "middle" in row]
    assert len(texts) == len(bars(specification, layers))
    assert {text.split()[0] for text in texts} == {"B", "B–D", "D", "D–E", "E", "E–L", "L"}
