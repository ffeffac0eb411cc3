"""Progress is drawn around no change, each measure on its own axis; the best grade is right."""

import pandas as pd
import pytest

from tsa_research import charts
from tsa_research.analyses import trajectories
from tsa_research.disclosure import release
from tsa_research.policy import Policy
from tsa_research.schemas.reading import load_record_type


@pytest.fixture
def panels(make):
    return charts.progress(make.gains(), title="T").to_dict()["vconcat"]


def drawn(panel, layers, mark, specification):
    found = layers({**panel, "datasets": specification["datasets"]})
    return [rows for layer, rows in found if layer["mark"]["type"] == mark]


def test_every_measure_has_an_axis_of_its_own_and_zero_lies_on_it(make, panels):
    specification = charts.progress(make.gains(), title="T").to_dict()
    assert specification["resolve"] == {"scale": {"x": "independent"}}
    for panel, measure in zip(panels, ("Mathematics (points)", "Reading (marks)"), strict=True):
        (axis,) = [
            layer["encoding"]["x"]
            for layer in panel["layer"]
            if layer.get("mark", {}).get("type") == "point"
        ]
        low, high = axis["scale"]["domain"]
        assert low < 0 < high
        assert measure in " ".join(axis["axis"]["title"])


def test_circles_stand_at_the_printed_change_and_hidden_rows_have_none(make, panels, layers):
    specification = charts.progress(make.gains(), title="T").to_dict()
    (points,) = drawn(panels[0], layers, "point", specification)
    assert [row["change"] for row in points] == [2.0, 1.0]


def test_a_row_without_an_interval_has_a_circle_and_no_line(make, panels, layers):
    specification = charts.progress(make.gains(), title="T").to_dict()
    zero, spans = drawn(panels[0], layers, "rule", specification)
    assert zero == [{"zero": 0}]
    assert [(row["change_low"], row["change_high"]) for row in spans] == [(1.0, 3.0)]


def test_the_description_says_change_interval_and_base(make):
    said = charts.progress(make.gains(), title="T").to_dict()["description"]
    assert "Mathematics (points), EAL: +2.0 (95% interval +1.0 to +3.0), 14 pupils" in said
    assert "Mathematics (points), Others: +1.0, 34 pupils" in said
    assert "Mathematics (points), SEND: hidden" in said


def test_the_change_of_a_mean_is_drawn_without_a_column_for_intervals(make):
    rows = [{"measure": "Writing (sub-levels)", "group": "Boys", "n": 40, "mean_change": 0.5}]
    one = make.released(
        "progress_means", None, rows, ("measure", "group"), ("mean_change",), unit="pupils"
    )
    chart = charts.progress(one, title="T").to_dict()
    assert "Change of the mean" in str(chart["layer"])
    headings = [row.get("heading") for rows in chart["datasets"].values() for row in rows]
    assert {"Change", "Pupils"} <= set(headings)
    assert "95% interval" not in headings


def test_the_best_grade_is_at_the_far_right(make, layers):
    specification = charts.trajectories(make.graded(), title="T").to_dict()
    _, bars = next((a, b) for a, b in layers(specification) if a["mark"]["type"] == "bar")
    first = sorted((row for row in bars if row["row"] == "item_1"), key=lambda row: row["start"])
    assert [row["level"] for row in first][-1] == "Outstanding"
    assert "Point 3: no grades" in specification["description"]


def test_moves_up_are_right_of_the_line_and_what_stayed_is_grey(make, layers):
    kind = load_record_type("trainee_grades")
    rows = [
        {"trainee": f"t{n}", "school": f"s{n % 3}", "point": p, "graded": "2026-01-05", "grade": g}
        for n in range(12)
        for p, g in ((1, "3"), (2, "2" if n < 9 else "3"))
    ]
    moves = release(trajectories.trajectories(pd.DataFrame(rows), kind), Policy())
    specification = charts.trajectories(moves, title="T").to_dict()
    bars = next(b for a, b in layers(specification) if a["mark"]["type"] == "bar")
    starts = {row["level"]: row["start"] for row in bars if row["row"] == "item_1"}
    assert starts["Up"] == 0
    assert starts["The same"] == pytest.approx(-0.25)
    assert "Share of the moves" in str(specification)
