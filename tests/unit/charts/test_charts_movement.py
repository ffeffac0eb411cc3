"""The matrix of before and after: counts, the diagonal, and which way is better."""

import pytest

from tsa_research import charts


def squares(specification, layers):
    for layer, rows in layers(specification):
        if layer["mark"]["type"] == "rect" and "fill" in layer["encoding"]:
            return layer, rows
    raise AssertionError("no squares")


@pytest.mark.parametrize(
    ("instrument", "better", "worse"),
    [
        ("lesson_self_grade", (3, 1), (1, 3)),
        ("maturity_audit", (1, 3), (3, 1)),
    ],
    ids=["low is best", "high is best"],
)
def test_words_follow_the_direction_of_the_scale(make, layers, instrument, better, worse):
    release = make.moves(instrument)
    scale = release.instrument.scales[0]
    _, rows = squares(charts.movement(release, title="T").to_dict(), layers)
    kinds = {(row["before"], row["after"]): row["kind"] for row in rows}
    assert kinds[scale.label(better[0]), scale.label(better[1])] == "better"
    assert kinds[scale.label(worse[0]), scale.label(worse[1])] == "worse"
    assert {kinds[label, label] for label in map(scale.label, scale.codes)} == {"same"}


def test_both_axes_run_from_the_worst_to_the_best(make, layers):
    release = make.moves("lesson_self_grade")
    scale = release.instrument.scales[0]
    layer, _ = squares(charts.movement(release, title="T").to_dict(), layers)
    labels = [scale.label(code) for code in scale.worst_first]
    assert layer["encoding"]["x"]["scale"]["domain"] == labels
    assert layer["encoding"]["y"]["scale"]["domain"] == labels
    assert "better" in layer["encoding"]["x"]["axis"]["title"]


def test_the_title_of_the_rows_stands_clear_of_labels_in_a_wide_font(make, layers):
    layer, _ = squares(
        charts.movement(make.moves("lesson_self_grade"), title="T").to_dict(), layers
    )
    axis = layer["encoding"]["y"]["axis"]
    assert axis["minExtent"] >= len("Requires improvement") * 6.9


def test_the_counts_are_the_released_ones(make, layers):
    release = make.moves("lesson_self_grade")
    specification = charts.movement(release, title="T").to_dict()
    texts = [row["text"] for _, rows in layers(specification) for row in rows if "text" in row]
    assert sorted(map(int, texts)) == sorted(release.shown["count"])


def test_a_hidden_matrix_is_a_line_that_says_so(make):
    specification = charts.movement(make.moves("lesson_self_grade", n=4), title="T").to_dict()
    (rows,) = specification["datasets"].values()
    assert list(rows) == [{"text": "Every figure is hidden, so there is nothing to draw."}]
    assert specification["description"].endswith(rows[0]["text"])
