"""Means on a scale: the good end on the right, marks told apart by shape, values as printed."""

import pytest

from tsa_research import charts, numbers
from tsa_research.schemas.reading import load_instrument


def of_type(specification, layers, kind):
    found = [
        (layer, rows) for layer, rows in layers(specification) if layer["mark"]["type"] == kind
    ]
    assert found
    return found


@pytest.mark.parametrize("name", ["dumbbell", "section_profile"])
def test_the_favourable_end_is_on_the_right(make, layers, either_direction, name):
    scale = load_instrument(either_direction).scales[0]
    release = make.gaps(either_direction) if name == "dumbbell" else make.profile(either_direction)
    specification = getattr(charts, name)(release, title="T").to_dict()
    layer, _ = of_type(specification, layers, "point")[0]
    position = layer["encoding"]["x"]
    assert position["scale"]["domain"] == [scale.worst_first[0], scale.best_first[0]]
    for code in (scale.codes[0], scale.codes[-1]):
        assert scale.label(code).split()[0] in position["axis"]["labelExpr"]


def test_a_dumbbell_draws_the_released_means_as_printed(make, layers):
    release = make.gaps("trust_survey")
    specification = charts.dumbbell(release, title="T").to_dict()
    layer, rows = of_type(specification, layers, "point")[0]
    shown = release.shown
    for label, column in (("Own school", "mean_own"), ("Alliance colleagues", "mean_other")):
        drawn = [row["mean"] for row in rows if row["about"] == label]
        assert drawn == [float(numbers.mean(mean)) for mean in shown[column]]
    assert layer["encoding"]["shape"]["scale"]["range"] == ["circle", "diamond"]
    assert layer["encoding"]["fill"]["scale"]["range"][1] == "#ffffff"


def test_groups_become_headings(make):
    release = make.gaps("trust_survey", groups=("New", "Long"))
    specification = charts.dumbbell(release, title="T").to_dict()
    domain = next(
        layer["encoding"]["y"]["scale"]["domain"]
        for layer in specification["layer"]
        if "y" in layer["encoding"]
    )
    assert domain[0] == "# New"
    assert domain[1:3] == ["New / trust", "New / openness"]
    assert domain[5] == "# Long"


def test_a_profile_joins_waves_in_their_order(make, layers):
    release = make.profile(
        "trust_survey", waves=("Start", "Looking back", "End"), target="own_school"
    )
    specification = charts.section_profile(release, title="T", target="own_school").to_dict()
    layer, _ = of_type(specification, layers, "point")[0]
    assert layer["encoding"]["shape"]["scale"]["domain"] == ["Start", "Looking back", "End"]
    fills = layer["encoding"]["fill"]["scale"]["range"]
    assert fills[0] == fills[1] != fills[2]
    _, rows = of_type(specification, layers, "line")[0]
    assert {row["wave"]: row["place"] for row in rows} == {"Start": 0, "Looking back": 1, "End": 2}


def test_a_profile_draws_the_released_means_as_printed(make, layers):
    release = make.profile("mentor_skills_audit")
    specification = charts.section_profile(release, title="T").to_dict()
    _, rows = of_type(specification, layers, "point")[0]
    assert [row["mean"] for row in rows] == [
        float(numbers.mean(mean)) for mean in release.shown["mean"]
    ]
    _, intervals = of_type(specification, layers, "rule")[0]
    assert [row["high"] for row in intervals] == [
        float(numbers.mean(high)) for high in release.shown["high"]
    ]


def test_one_wave_is_drawn_without_lines(make, layers):
    release = make.profile("mentor_skills_audit", waves=("July",))
    specification = charts.section_profile(release, title="T").to_dict()
    assert "line" not in {layer["mark"]["type"] for layer, _ in layers(specification)}


@pytest.mark.parametrize("name", ["dumbbell", "section_profile"])
def test_a_hidden_row_has_a_word_and_no_number(make, layers, name):
    release = make.gaps("trust_survey") if name == "dumbbell" else make.profile("trust_survey")
    row = release.table.loc[release.table["state"] == "hidden"].iloc[0]
    specification = getattr(charts, name)(release, title="T").to_dict()
    about = [
        entry
        for _, rows in layers(specification)
        for entry in rows
        if entry.get("row") == row["section"] and entry.get("wave") == row.get("wave")
    ]
    assert [entry["text"] for entry in about] == ["hidden"]


def test_an_interval_that_cannot_be_computed_is_left_out(make, layers):
    keys = ("group", "section", "target", "wave")
    rows = [
        dict(zip(keys, ("", "trust", "", "July"), strict=True), mean=2.0, low=low, high=low, n=20)
        for low in (float("nan"),)
    ]
    release = make.released("sections", "trust_survey", rows, keys, ("mean", "low", "high"))
    specification = charts.section_profile(release, title="T").to_dict()
    assert of_type(specification, layers, "rule")[0][1] == []
    assert len(of_type(specification, layers, "point")[0][1]) == 1
