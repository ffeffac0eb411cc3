"""Charts are valid, though not checked each time they are shown, and altair can change them."""

import json

import altair as alt
import pytest
from altair.vegalite.v6.schema.core import Root

from tsa_research import charts
from tsa_research.charts.assembling import Layers, fixed, marks
from tsa_research.charts.rendering import SVG


@pytest.fixture
def chart(make):
    return charts.dumbbell(make.gaps("trust_survey"), title="T")


def test_every_kind_of_chart_is_valid(drawn):
    _, specification = drawn
    Root.validate(json.loads(json.dumps(specification)))


def test_a_chart_without_anything_to_draw_is_valid(make):
    charts.movement(make.moves("lesson_self_grade", n=4), title="T").to_dict(validate=True)


def test_a_chart_that_is_not_valid_is_found_out():
    wrong = Layers(layer=[marks("scribble", [], {"x": fixed(0)})])
    with pytest.raises(alt.utils.schemapi.SchemaValidationError):
        wrong.to_dict()


def test_a_chart_can_be_changed(chart):
    changed = chart.properties(width=300)
    assert changed.to_dict()["width"] == 300
    assert chart.to_dict()["width"] != 300


def test_a_layer_of_somebody_else_can_be_added(chart):
    rule = alt.Chart(alt.InlineData([{"a": 3}])).mark_rule().encode(x="a:Q")
    specification = (chart + rule).to_dict()
    assert specification["layer"][-1]["encoding"]["x"]["field"] == "a"
    assert len(specification["layer"]) == len(chart.layer) + 1


def test_the_encoding_of_a_layer_can_be_changed(chart):
    chart.layer[1] = chart.layer[1].encode(tooltip="mean:Q", shape=alt.value("square"))
    encoding = chart.to_dict()["layer"][1]["encoding"]
    assert encoding["tooltip"]["field"] == "mean"
    assert encoding["shape"] == {"value": "square"}
    assert encoding["y"]["field"] == "row"


def test_a_changed_chart_is_still_shown_as_a_picture(chart):
    bundle, _ = chart.properties(width=300)._repr_mimebundle_()
    assert bundle[SVG].startswith("<svg ")
