"""A chart inside a page: one image, unique ids, nothing that acts or fetches."""

from __future__ import annotations

import re

import pytest
from defusedxml import ElementTree
from notebook_samples import heat_map, stacked_bars

from tsa_research.errors import ReportFailedError
from tsa_research.reports.svg import least_width, prepare_svg

WORDS = {"title": "Trust", "description": "Trust rose.", "prefix": "a"}
SPACE = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'


def prepared(inside: str, outside: str = 'width="400" height="100"') -> str:
    return prepare_svg(f"<svg {SPACE} {outside}>{inside}</svg>", **WORDS)


@pytest.mark.parametrize("draw", [heat_map, stacked_bars])
def test_a_real_chart_becomes_one_image(draw):
    svg = prepare_svg(draw(), **WORDS)
    root = ElementTree.fromstring(svg)
    assert root.get("role") == "img"
    assert root.get("viewBox")
    inner = [e for e in root.iter() if e is not root]
    kept = {name for e in inner for name in e.attrib}
    assert not kept & {"role", "aria-label", "aria-roledescription", "class", "style", "tabindex"}


def test_a_real_chart_keeps_its_marks_and_words():
    before, after = (
        ElementTree.fromstring(s) for s in (heat_map(), prepare_svg(heat_map(), **WORDS))
    )

    def drawn(root, tag):
        return [e for e in root.iter() if e.tag.rpartition("}")[2] == tag]

    assert [e.text for e in drawn(after, "text")] == [e.text for e in drawn(before, "text")]
    assert [e.get("d") for e in drawn(after, "path")] == [
        e.get("d") or None for e in drawn(before, "path")
    ]


def test_ids_are_prefixed_and_references_follow():
    svg = prepare_svg(heat_map(), **WORDS)
    ids = re.findall(r'\bid="([^"]+)"', svg)
    assert all(name.startswith("a-") for name in ids)
    assert set(re.findall(r"url\(#([^)]+)\)", svg)) <= set(ids)
    assert re.findall(r"url\(#", svg)


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>x()</script>",
        "<foreignObject><p xmlns='http://www.w3.org/1999/xhtml'>x</p></foreignObject>",
        "<image href='https://evil.example/x.png'/>",
        "<use xlink:href='https://evil.example/x.svg#a'/>",
        "<rect onclick='x()'/>",
        "<rect fill='url(https://evil.example/x)'/>",
        "<rect style='fill: url(https://evil.example/x); cursor: pointer'/>",
        "<style>@import 'https://evil.example'</style>",
        "<animate attributeName='href' values='javascript:x()'/>",
        "<a xlink:href='javascript:x()'><rect/></a>",
        "<title>tooltip evil x()</title>",
    ],
)
def test_what_acts_or_fetches_is_dropped(hostile):
    svg = prepared(hostile)
    assert not re.search(r"evil|x\(\)|href|style|onclick|cursor|xmlns", svg)


def test_the_marks_inside_a_link_stay():
    assert "<g><rect" in prepared("<a xlink:href='https://x'><rect d='M0'/></a>")


def test_style_declarations_become_attributes():
    assert '<rect fill="red" opacity="0.5" />' in prepared('<rect style="fill:red; opacity: 0.5"/>')


def test_a_local_reference_survives():
    svg = prepared(
        '<defs><g id="it’s &quot;odd&quot;"/></defs><use xlink:href="#it’s &quot;odd&quot;"/>'
    )
    assert '<g id="a-part-1" />' in svg
    assert '<use href="#a-part-1" />' in svg


def test_words_are_escaped():
    svg = prepare_svg(f"<svg {SPACE}/>", title="<b>", description="a & b", prefix="a")
    assert '<title id="a-title">&lt;b&gt;</title><desc id="a-description">a &amp; b</desc>' in svg


def test_a_title_is_not_said_twice():
    svg = prepare_svg(f"<svg {SPACE}/>", title="Trust", description="Trust. It rose.", prefix="a")
    assert ">It rose.</desc>" in svg


def test_the_title_leaves_the_picture_with_its_room_and_the_background_goes_too():
    title = (
        '<rect width="400" height="100"/><g class="mark-group role-title"><text font-size="15px">'
        '<tspan>Trust is</tspan><tspan x="0" dy="20">strong</tspan></text></g>'
        '<g class="mark-group role-title"><text font-size="13px">Panel</text></g>'
    )
    source = f'<svg {SPACE} width="400" height="100" viewBox="0 0 400 100">{title}</svg>'
    svg = prepare_svg(source, title="Trust is strong", description="d", prefix="a")
    assert "<tspan>" not in svg
    assert "<rect" not in svg
    assert "Panel" in svg
    assert 'height="57" viewBox="0 43 400 57"' in svg


def test_a_missing_view_box_is_made_from_the_size():
    assert 'viewBox="0 0 400 100"' in prepared("", 'width="400px" height="100px"')


@pytest.mark.parametrize(
    ("width", "least"), [(200, 0), (350, 0), (351, 320), (706, 600), (5000, 960)]
)
def test_a_chart_may_shrink_by_a_fifth(width, least):
    assert least_width(prepared("", f'width="{width}" height="1"')) == least


def test_a_chart_without_a_size_is_not_scrolled():
    assert least_width(prepared("", 'width="100%"')) == 0


@pytest.mark.parametrize(
    "broken",
    [
        "<svg>",
        "no chart",
        '<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg">&a;</svg>',
        "<html/>",
    ],
)
def test_what_is_not_a_chart_is_refused_by_name(broken):
    with pytest.raises(ReportFailedError, match="Where: Trust"):
        prepare_svg(broken, **WORDS)
