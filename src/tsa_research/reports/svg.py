"""A chart's SVG, made safe and accessible to stand inside a page.

Vega's SVG is written to stand alone. Inside a page with others its ids would collide,
a screen reader would spell out every mark, and its fixed size would widen a phone's
page. Everything is therefore copied by allow-list into a new tree. The title leaves the
picture: the page prints it above, where it wraps as any text does and is never cut.
"""

from __future__ import annotations

import math
import re
from xml.etree.ElementTree import Element, ParseError, SubElement, tostring

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from tsa_research.errors import ReportFailedError

ELEMENTS = frozenset(
    """
    svg g defs path rect line circle ellipse polyline polygon text tspan clipPath
    linearGradient radialGradient stop pattern mask marker symbol use
    """.split()  # noqa: SIM905 - forty words read better as words
)
STYLING = frozenset(
    """
    fill fill-opacity fill-rule stroke stroke-width stroke-opacity stroke-dasharray
    stroke-dashoffset stroke-linecap stroke-linejoin stroke-miterlimit opacity visibility
    display font-family font-size font-style font-weight text-anchor dominant-baseline
    baseline-shift letter-spacing text-decoration stop-color stop-opacity clip-path clip-rule
    mask marker-start marker-mid marker-end color paint-order shape-rendering text-rendering
    """.split()  # noqa: SIM905 - forty words read better as words
)
GEOMETRY = frozenset(
    """
    d x y dx dy x1 y1 x2 y2 cx cy r rx ry fx fy width height points transform offset rotate
    textLength lengthAdjust viewBox preserveAspectRatio gradientUnits gradientTransform
    spreadMethod clipPathUnits patternUnits patternContentUnits patternTransform maskUnits
    maskContentUnits markerUnits markerWidth markerHeight refX refY orient
    """.split()  # noqa: SIM905 - forty words read better as words
)
LOCAL_ADDRESS = re.compile(r"url\(\s*[\"']?#([^\"')]+)[\"']?\s*\)")
NUMBERS = re.compile(r"-?\d+(?:\.\d+)?")
NARROWEST_COLUMN = 280
"""Width in CSS pixels that a page 320 wide leaves for a chart."""
WIDEST_MINIMUM = 960
LEGIBLE_SHARE = 0.8
"""How far a chart may shrink before its lettering is too small to read."""
TITLE_GAP = 8
"""How much of the room between a chart's title and its marks goes with the title."""
STEP = 40
"""The stylesheet has a class ``at-least-N`` for every N pixels that divide by this."""


def prepare_svg(svg: str, *, title: str, description: str, prefix: str) -> str:
    """Return ``svg`` as one image with a name and a description, safe inside a page.

    Parameters
    ----------
    svg : str
        A whole SVG document, as vl-convert writes it.
    title, description : str
        What a screen reader says: the name of the chart, then what it shows.
    prefix : str
        Starts every id, so that two charts in one page never share one.

    Raises
    ------
    ReportFailedError
        If ``svg`` is not well-formed, or declares entities.
    """
    source = _parsed(svg, title)
    _drop_background(source)
    _take_title(source, title)
    names = _new_names(source, prefix)
    chart = Element("svg", _outer_attributes(source, prefix))
    SubElement(chart, "title", {"id": f"{prefix}-title"}).text = title
    words = _said_once(title, description)
    SubElement(chart, "desc", {"id": f"{prefix}-description"}).text = words
    chart.attrib.update(_attributes(source, names))
    _copy_children(source, chart, names)
    return tostring(chart, encoding="unicode")


def least_width(svg: str) -> int:
    """Return the width in CSS pixels below which a prepared chart cannot be read.

    A multiple of 40, or 0 for a chart that stays legible on the narrowest page and so
    needs no scrolling (and no tab stop).
    """
    match = re.match(r"<svg [^>]*?\bwidth=\"(\d+(?:\.\d+)?)\"", svg)
    natural = float(match[1]) if match else 0.0
    least = math.ceil(natural * LEGIBLE_SHARE / STEP) * STEP
    return min(least, WIDEST_MINIMUM) if least > NARROWEST_COLUMN else 0


def _parsed(svg: str, title: str) -> Element:
    """Return the root element; entities and other grammars are refused."""
    try:
        root = fromstring(svg)
    except (ParseError, DefusedXmlException) as error:
        raise ReportFailedError(
            "A chart is not well-formed SVG.",
            where=title,
            got=str(error),
            next_step="Draw the chart with the functions in tsa_research.charts.",
        ) from error
    if _local(root.tag) != "svg":
        raise ReportFailedError("A chart is not SVG.", where=title, got=_local(root.tag))
    return root


def _drop_background(source: Element) -> None:
    """Remove the sheet of paper behind a chart: the page has its own."""
    first = source.find("{*}rect")
    size = [source.get("width"), source.get("height")]
    if first is not None and None not in size and size == [first.get("width"), first.get("height")]:
        source.remove(first)


def _take_title(source: Element, title: str) -> None:
    """Remove the title of the whole chart, and the room that it took at the top."""
    for parent in source.iter():
        for group in parent:
            if "role-title" in group.get("class", "").split() and _words(group) == title.split():
                parent.remove(group)
                _cut_top(source, _height(group) + TITLE_GAP)
                return


def _words(group: Element) -> list[str]:
    """Return the words of all lines of a text."""
    return " ".join(element.text or "" for element in group.iter()).split()


def _height(group: Element) -> float:
    """Return the height of a text: its size, and the way from line to line."""
    sizes = [number for e in group.iter() for number in _numbers(e.get("font-size", ""))]
    steps = (number for e in group.iter() for number in _numbers(e.get("dy", "")))
    return max(sizes, default=0) + sum(steps)


def _numbers(text: str) -> list[float]:
    """Return the numbers in an attribute."""
    return [float(number) for number in NUMBERS.findall(text)]


def _cut_top(source: Element, cut: float) -> None:
    """Begin the picture ``cut`` pixels further down."""
    box = _numbers(source.get("viewBox", ""))
    if len(box) == 4 and box[3] > cut:
        left, top, width, height = box
        source.set("viewBox", " ".join(f"{n:g}" for n in (left, top + cut, width, height - cut)))
        source.set("height", f"{height - cut:g}")


def _said_once(title: str, description: str) -> str:
    """Return the description without the title, where it begins with it: both are read out."""
    return description.removeprefix(f"{title.rstrip('.')}. ")


def _local(name: str) -> str:
    """Return a tag or attribute name without its namespace."""
    return name.rpartition("}")[2]


def _new_names(source: Element, prefix: str) -> dict[str, str]:
    """Return a new name for every id; numbered, because old ids may hold anything."""
    old = dict.fromkeys(e.attrib["id"] for e in source.iter() if "id" in e.attrib)
    return {name: f"{prefix}-part-{number}" for number, name in enumerate(old, start=1)}


def _outer_attributes(source: Element, prefix: str) -> dict[str, str]:
    """Return what makes the chart one named image that scales with its column."""
    attributes = {
        "role": "img",
        "aria-labelledby": f"{prefix}-title {prefix}-description",
        "focusable": "false",
    }
    width, height = (source.get(side, "").removesuffix("px") for side in ("width", "height"))
    if "viewBox" not in source.attrib and width and height:
        attributes["viewBox"] = f"0 0 {width} {height}"
    return attributes


def _attributes(source: Element, names: dict[str, str]) -> dict[str, str]:
    """Return the attributes that may stay, style declarations among them, ids renamed."""
    kept = {}
    for name, value in [*source.attrib.items(), *_declarations(source.get("style", ""))]:
        local = _local(name)
        if local in STYLING or local in GEOMETRY:
            kept[local] = _local_addresses(value, names)
        elif local == "id":
            kept["id"] = names[value]
        elif local == "href" and value.removeprefix("#") in names and value.startswith("#"):
            kept["href"] = f"#{names[value[1:]]}"
    return {name: value for name, value in kept.items() if value}


def _declarations(style: str) -> list[tuple[str, str]]:
    """Return the declarations of a style attribute that are also plain attributes."""
    pairs = (part.partition(":") for part in style.split(";"))
    found = ((name.strip(), value.strip()) for name, _, value in pairs)
    return [(name, value) for name, value in found if name in STYLING]


def _local_addresses(value: str, names: dict[str, str]) -> str:
    """Return ``value`` with ``url(#id)`` renamed, or nothing if it points elsewhere."""
    if "url(" not in value.lower():
        return value
    match = LOCAL_ADDRESS.fullmatch(value.strip())
    return f"url(#{names[match[1]]})" if match and match[1] in names else ""


def _copy_children(source: Element, target: Element, names: dict[str, str]) -> None:
    """Copy the allowed children, in order; a link stays as a plain group."""
    for child in source:
        local = _local(child.tag) if isinstance(child.tag, str) else ""
        local = "g" if local == "a" else local
        if local not in ELEMENTS:
            continue
        copy = SubElement(target, local, _attributes(child, names))
        if local in ("text", "tspan"):
            copy.text, copy.tail = child.text, child.tail
        _copy_children(child, copy, names)
