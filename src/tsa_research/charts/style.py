"""What all charts share: width, type, colours, and the words that travel with a chart.

Colours differ in lightness as well as in hue, and every mark has a dark outline, so that the
charts read in black and white and by people who see colours differently.
"""

from __future__ import annotations

import json
import math
import textwrap
from collections.abc import Mapping, Sequence
from typing import Any

from tsa_research.schemas.model import ResponseScale

WIDTH = 690
"""Width in pixels of a whole chart without its padding: it stays readable on paper."""
PADDING = 8
CHARACTER = 7.2
"""Width in pixels of an average character of the labels, at 12 pixels, in the widest of the
fonts that readers have (DejaVu Sans); pictures are laid out in a narrower one."""
BOLD = 1.12
"""How much wider bold letters are."""
SLACK = 0.16
"""Share of a label's width by which it may grow in the reader's font."""
LINE = 15

INK, QUIET, FRAME, GRID, PAPER = "#1a1a1a", "#595959", "#767676", "#d9d9d9", "#ffffff"
STRONG = "#0b3f7a"
MUTED = "#ececec"
UNFAVOURABLE = ("#a84a08", "#e8964a", "#f6c48f", "#fde6cd")
FAVOURABLE = ("#0b3f7a", "#5a9bd0", "#a3cbea", "#dcebf7")
NEUTRAL = "#e6e6e6"

CONFIG: dict[str, Any] = {
    "font": "sans-serif",
    "background": PAPER,
    "title": {"fontSize": 15, "color": INK, "lineHeight": 20, "offset": 12},
    "axis": {
        "labelFontSize": 12,
        "labelColor": INK,
        "titleFontSize": 12,
        "titleFontWeight": "normal",
        "titleColor": INK,
        "domainColor": FRAME,
        "tickColor": FRAME,
        "gridColor": GRID,
    },
    "legend": {"labelFontSize": 12, "labelColor": INK, "labelLimit": 0, "symbolSize": 140},
    "text": {"fontSize": 12, "color": INK},
    "view": {"stroke": None},
}

AS_GIVEN: dict[str, Any] = {"field": "ink", "type": "nominal", "scale": None, "legend": None}
"""The colour that the data name themselves, in a column ``ink``."""


def finish(*, title: str, description: str, caption: str, room: float = WIDTH) -> dict[str, Any]:
    """Return what every chart has: its title, text alternative and caption, the common style.

    Parameters
    ----------
    title : str
        The finding as a sentence; it is wrapped into lines of about 70 characters.
    description : str
        The chart in words, for those who cannot see it.
    caption : str
        How to read the chart and what it cannot tell.
    room : float
        Width in pixels of a chart that is narrower than others.
    """
    lines = textwrap.wrap(title, round(70 * min(room, WIDTH) / WIDTH)) or [""]
    return {
        "title": {"text": lines, "anchor": "start", "frame": "bounds"},
        "description": f"{title.rstrip('.')}. {description}",
        "usermeta": {"caption": caption},
        "padding": PADDING,
        "config": CONFIG,
    }


def label_expression(labels: Mapping[Any, Sequence[str]]) -> str:
    """Return the Vega expression that shows each value of an axis as lines of text."""
    lines = {str(value): list(text) for value, text in labels.items()}
    return f"({json.dumps(lines, ensure_ascii=False)})[datum.value]"


def legend(labels: Sequence[str], room: float) -> dict[str, Any]:
    """Return a legend above the chart, in as few and as even lines as fit into ``room``."""
    widths = [text_width(label) + 34 for label in labels]
    per_line = len(labels) if sum(widths) <= room else max(1, int(room // max(widths)))
    lines = math.ceil(len(labels) / per_line)
    columns = math.ceil(len(labels) / lines)
    return {
        "orient": "top",
        "title": None,
        "columns": columns,
        "symbolType": "square",
        "columnPadding": column_padding(labels),
    }


def looks(field: str, names: Sequence[str], **ranges: Sequence[str]) -> dict[str, Any]:
    """Return channels, such as shape and fill, that tell names apart and share one legend."""
    legend = {"orient": "top", "title": None, "columnPadding": column_padding(names)}
    about = {"field": field, "type": "nominal", "legend": legend}
    return {
        channel: {**about, "scale": {"domain": names, "range": values}}
        for channel, values in ranges.items()
    }


def column_padding(labels: Sequence[str]) -> int:
    """Return the room between the entries of a legend: a wider font must not reach the next."""
    return math.ceil(10 + SLACK * max(map(text_width, labels), default=0))


def when(values: Sequence[str], yes: Any, no: Any) -> Any:
    """Return a property of an axis that is ``yes`` for the labels of some values."""
    if not values:
        return no
    return {"condition": {"test": _is_one_of(values), "value": yes}, "value": no}


def _is_one_of(values: Sequence[str]) -> str:
    listed = json.dumps(list(values), ensure_ascii=False)
    return f"indexof({listed}, datum.value) >= 0"


def centred(labels: Mapping[str, Sequence[str]]) -> Any:
    """Return the offset that centres labels of several lines on their row or column."""
    by_length: dict[int, list[str]] = {}
    for value, lines in labels.items():
        by_length.setdefault(len(lines), []).append(value)
    conditions = [
        {"test": _is_one_of(values), "value": -LINE * (length - 1) / 2}
        for length, values in sorted(by_length.items())
        if length > 1
    ]
    return {"condition": conditions, "value": 0} if conditions else 0


def wrapped(text: str, characters: int) -> tuple[str, ...]:
    """Break a label into lines."""
    return tuple(textwrap.wrap(text, characters)) or ("",)


def text_width(text: str) -> float:
    """Estimate how wide a text of 12 pixels is."""
    return len(text) * CHARACTER


def level_colours(scale: ResponseScale) -> dict[int, str]:
    """Return a colour for every code, from the worst: darkest at both ends of the scale.

    A middle code that does not count as favourable is grey.
    """
    worst = [code for code in scale.worst_first if code not in scale.positive]
    middle = scale.codes[len(scale.codes) // 2] if len(scale.codes) % 2 else None
    neutral = {middle: NEUTRAL} if middle in worst and len(worst) > 1 else {}
    worst = [code for code in worst if code not in neutral]
    best = [code for code in scale.best_first if code in scale.positive]
    colours = {
        **dict(zip(worst, _spread(UNFAVOURABLE, len(worst)), strict=True)),
        **neutral,
        **dict(zip(best, _spread(FAVOURABLE, len(best)), strict=True)),
    }
    return {code: colours[code] for code in scale.worst_first}


def ramp(positions: Sequence[float]) -> list[str]:
    """Return blues from light to dark for positions between 0 (light) and 1 (dark)."""
    steps = [_channels(colour) for colour in reversed(FAVOURABLE)]
    colours = []
    for position in positions:
        place = min(position * (len(steps) - 1), len(steps) - 1 - 1e-9)
        below, part = int(place), place - int(place)
        mixed = [
            round(low + (high - low) * part)
            for low, high in zip(steps[below], steps[below + 1], strict=True)
        ]
        colours.append("#" + "".join(f"{channel:02x}" for channel in mixed))
    return colours


def contrast(first: str, second: str) -> float:
    """Return the contrast of two colours, 1 to 21, as the accessibility guidelines define it."""
    darker, lighter = sorted((_luminance(first), _luminance(second)))
    return (lighter + 0.05) / (darker + 0.05)


def ink_on(colour: str) -> str:
    """Return black or white, whichever is easier to read on a colour."""
    return max(("#000000", "#ffffff"), key=lambda ink: contrast(ink, colour))


def _spread(colours: tuple[str, ...], number: int) -> tuple[str, ...]:
    """Return the first few colours; beyond their number the lightest is used again."""
    return (*colours[:number], *colours[-1:] * max(0, number - len(colours)))


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    parts = (channel / 255 for channel in _channels(colour))
    linear = (x / 12.92 if x <= 0.04045 else ((x + 0.055) / 1.055) ** 2.4 for x in parts)
    weights = (0.2126, 0.7152, 0.0722)
    return sum(weight * part for weight, part in zip(weights, linear, strict=True))
