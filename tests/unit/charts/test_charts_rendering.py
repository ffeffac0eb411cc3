"""What a notebook stores of a chart: one picture, and the words for it."""

import xml.etree.ElementTree as ElementTree

import altair as alt

from tsa_research import charts
from tsa_research.charts.rendering import RENDERER, SVG, as_svg


def test_importing_the_charts_enables_the_renderer():
    assert alt.renderers.active == RENDERER
    charts.enable_svg()
    assert alt.renderers.active == RENDERER


def test_a_chart_shows_itself_as_svg_with_its_words(drawn):
    _, specification = drawn
    bundle, metadata = as_svg(specification)
    assert set(bundle) == {SVG, "text/plain"}
    assert bundle["text/plain"] == specification["description"]
    assert metadata[SVG] == {
        "title": " ".join(specification["title"]["text"]),
        "alt": specification["description"],
        "caption": specification["usermeta"]["caption"],
    }


def test_the_picture_is_valid_and_named_and_has_no_script(drawn):
    _, specification = drawn
    bundle, _ = as_svg(specification)
    root = ElementTree.fromstring(bundle[SVG])  # noqa: S314
    assert root.get("role") == "img"
    assert root.get("aria-label") == specification["description"]
    assert "<script" not in bundle[SVG]


def test_where_there_is_nothing_to_draw_a_notebook_gets_a_paragraph(make):
    chart = charts.movement(make.moves("lesson_self_grade", n=4), title="All is <hidden>")
    bundle, metadata = chart._repr_mimebundle_()
    reason = "Every figure is hidden, so there is nothing to draw."
    assert bundle == {
        "text/html": f'<p class="note">All is &lt;hidden&gt;. {reason}</p>',
        "text/plain": f"All is <hidden>. {reason}",
    }
    assert metadata == {}


def test_a_notebook_gets_the_picture(make):
    chart = charts.movement(make.moves("lesson_self_grade"), title="Many moved up")
    bundle, metadata = chart._repr_mimebundle_()
    assert bundle[SVG].startswith("<svg ")
    assert metadata[SVG]["title"] == "Many moved up"


def test_hostile_names_stay_text(make):
    group = "</script><script>alert(1)</script>\"'&"
    chart = charts.dumbbell(make.gaps("trust_survey", groups=(group, "b")), title=group)
    bundle, _ = chart._repr_mimebundle_()
    ElementTree.fromstring(bundle[SVG])  # noqa: S314
    assert "<script" not in bundle[SVG]


def test_a_chart_of_somebody_else_is_shown_too():
    bundle, metadata = as_svg(alt.Chart(alt.InlineData([{"a": 1}])).mark_point().to_dict())
    assert bundle["text/plain"] == ""
    assert metadata[SVG]["title"] == ""
