"""What holds for every chart: only releases, words beside the picture, explicit domains."""

import json
import re

import pandas as pd
import pytest

from tsa_research import charts
from tsa_research.charts.rendering import as_svg
from tsa_research.findings import Finding

POSITIONS = ("x", "y", "yOffset")
LOOKS = ("color", "fill", "stroke", "shape")


def finding():
    table = pd.DataFrame({"section": ["trust"], "mean": [2.0], "n": [40]})
    return Finding(
        "sections", "What?", "Means", table, ("section",), ("mean",), "people", "public", 40, "Mean"
    )


@pytest.mark.parametrize("name", charts.__all__)
@pytest.mark.parametrize("given", [finding(), finding().table], ids=["finding", "frame"])
def test_only_a_release_is_drawn(name, given):
    with pytest.raises(TypeError, match="Only a Release may be shown"):
        getattr(charts, name)(given, title="A title")


def test_the_title_is_wrapped_and_complete(drawn):
    _, specification = drawn
    lines = specification["title"]["text"]
    assert max(map(len, lines)) <= 70
    assert " ".join(lines) == (
        "Trust in the own school is stronger than trust in alliance colleagues on three of the "
        "four facets, most of all on openness"
    )


def test_description_and_caption_are_sentences(drawn):
    _, specification = drawn
    assert specification["description"].startswith(" ".join(specification["title"]["text"]))
    assert specification["description"].endswith(".")
    caption = specification["usermeta"]["caption"]
    assert re.search(r"\b(not|cannot)\b", caption), "a caption says what the chart cannot tell"
    assert len(re.findall(r"\.( |$)", caption)) == 2


def test_hidden_rows_are_named_in_the_description(drawn):
    given, specification = drawn
    if given.n_hidden:
        assert re.search(r": hidden|\bhidden: \d", specification["description"])


def test_every_axis_and_colour_has_an_explicit_domain(drawn, layers):
    _, specification = drawn
    for layer, _ in layers(specification):
        for channel, encoding in layer["encoding"].items():
            if channel in POSITIONS + LOOKS and "field" in encoding and "scale" in encoding:
                assert encoding["scale"] is None or "domain" in encoding["scale"], channel


def test_at_least_one_scale_of_every_position_is_declared(drawn, layers):
    _, specification = drawn
    declared = {
        channel
        for layer, _ in layers(specification)
        for channel, encoding in layer["encoding"].items()
        if isinstance(encoding.get("scale"), dict)
    }
    assert {"x", "y"} <= declared


def test_the_data_hold_only_columns_that_are_drawn(drawn, layers):
    _, specification = drawn
    for layer, rows in layers(specification):
        fields = {encoding.get("field") for encoding in layer["encoding"].values()}
        assert set().union(*(row.keys() for row in rows)) <= fields, layer["mark"]


def test_no_value_is_missing_in_the_data(drawn, layers):
    _, specification = drawn
    for _, rows in layers(specification):
        assert all(value is not None for row in rows for value in row.values())


def test_the_picture_is_narrow_enough_for_paper(drawn):
    _, specification = drawn
    bundle, _ = as_svg(specification)
    width = re.search(r'width="(\d+)"', bundle["image/svg+xml"])
    assert 400 < int(width[1]) <= 720


def test_swatches_of_a_legend_leave_room_for_wide_letters(drawn, layers):
    _, specification = drawn
    for layer, _ in layers(specification):
        for channel in LOOKS:
            encoding = layer["encoding"].get(channel, {})
            if encoding.get("legend"):
                widest = max(map(len, encoding["scale"]["domain"]))
                assert encoding["legend"]["columnPadding"] >= 10 + widest


def test_text_is_at_least_eleven_pixels(drawn):
    _, specification = drawn
    sizes = re.findall(r'"(?:labelF|titleF|f)ontSize": (\d+)', json.dumps(specification))
    assert min(map(int, sizes)) >= 11


def test_the_same_release_gives_the_same_bytes(drawn):
    _, specification = drawn
    assert as_svg(specification) == as_svg(json.loads(json.dumps(specification)))
