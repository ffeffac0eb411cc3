"""Stacked bars of answers: order, sides, unused levels, hidden rows."""

import pandas as pd
import pytest

from tsa_research import charts, numbers
from tsa_research.charts.likert import _ticks
from tsa_research.errors import UsageError
from tsa_research.schemas.reading import load_instrument


def bars(specification, layers):
    return next((layer, rows) for layer, rows in layers(specification) if "x2" in layer["encoding"])


def test_favourable_answers_are_right_of_zero_in_both_directions(make, layers, either_direction):
    scale = load_instrument(either_direction).scales[0]
    positive = {scale.label(code) for code in scale.positive}
    _, rows = bars(charts.likert(make.answers(either_direction), title="T").to_dict(), layers)
    for row in rows:
        side = row["start"] if row["level"] in positive else -row["end"]
        assert side >= -1e-9, row


def test_the_bars_are_the_released_shares(make, layers, either_direction):
    release = make.answers(either_direction)
    instrument = release.instrument
    scale = instrument.scales[0]
    _, rows = bars(charts.likert(release, title="T").to_dict(), layers)
    drawn = pd.DataFrame(rows)
    drawn = sorted(zip(drawn["level"], (drawn["end"] - drawn["start"]).round(9), strict=True))
    shown = release.shown
    levels = [scale.label(level) for level in shown["level"]]
    assert drawn == sorted(zip(levels, shown["share"].astype(float).round(9), strict=True))


def test_a_reversed_statement_is_drawn_as_the_analysis_turned_it(make, layers):
    release = make.answers("trust_survey")
    chart = charts.likert(release, title="T", target="own_school", section="openness")
    _, rows = bars(chart.to_dict(), layers)
    row = next(row for row in rows if "hides_difficulties" in row["row"])
    turned = release.shown.query("item == 'hides_difficulties' and level == 6")["share"].iloc[0]
    assert row["level"] == "Disagree strongly"
    assert row["end"] - row["start"] == pytest.approx(turned)
    assert row["end"] <= 0


def test_unused_levels_stay_in_order_in_the_legend(make, layers, either_direction):
    scale = load_instrument(either_direction).scales[0]
    layer, rows = bars(charts.likert(make.answers(either_direction), title="T").to_dict(), layers)
    labels = [scale.label(code) for code in scale.worst_first]
    assert layer["encoding"]["color"]["scale"]["domain"] == labels
    assert layer["mark"]["type"] == "bar"
    unused = {row["level"] for row in rows if row["start"] == row["end"]}
    assert scale.label(4) in unused


def test_hidden_and_silent_rows_have_words_and_no_number(make, layers):
    release = make.answers("trust_survey", small=("means_well",), silent=("shares_practice",))
    specification = charts.likert(release, title="T", target="own_school").to_dict()
    about = [
        row
        for _, rows in layers(specification)
        for row in rows
        if "means_well" in row.get("row", "") or "shares_practice" in row.get("row", "")
    ]
    assert [row.pop("text") for row in about] == ["hidden", "no answers"]
    assert {key for row in about for key in row} == {"row"}


def test_every_row_ends_with_its_base(make, layers):
    release = make.answers("mentor_skills_audit", n=31)
    specification = charts.likert(release, title="T", section="listening").to_dict()
    bases = [row["text"] for _, rows in layers(specification) for row in rows if "text" in row]
    assert bases.count("31") == len(load_instrument("mentor_skills_audit").items_of("listening"))


def test_wide_segments_carry_their_percentage(make, layers):
    release = make.answers("mentor_skills_audit")
    specification = charts.likert(release, title="T", section="listening").to_dict()
    texts = {row["text"] for _, rows in layers(specification) for row in rows if "middle" in row}
    assert texts
    assert texts <= {numbers.share(share) for share in release.shown["share"]}


@pytest.mark.parametrize(
    ("ends", "ticks"),
    [
        ((-0.5, 0.5), [-0.4, -0.2, 0, 0.2, 0.4]),
        ((-0.1, 0.6), [-0.1, 0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6]),
        ((-0.4, 1.0), [-0.4, -0.2, 0, 0.2, 0.4, 0.6, 0.8, 1]),
        ((-1.0, 1.0), [-1, -0.5, 0, 0.5, 1]),
    ],
)
def test_ticks_are_round_and_few_and_keep_nought_and_all(ends, ticks):
    assert _ticks(*ends) == ticks


def test_no_tick_is_dropped_for_want_of_room(make, layers):
    layer, _ = bars(charts.likert(make.answers("trust_survey"), title="T").to_dict(), layers)
    axis = layer["encoding"]["x"]["axis"]
    assert 0 in axis["values"]
    assert axis["labelOverlap"] is False


def test_everything_hidden_still_draws(make):
    release = make.answers("mentor_skills_audit", n=4)
    description = charts.likert(release, title="T").to_dict()["description"]
    assert "favourable" not in description
    assert "hidden" in description


def test_an_unknown_section_names_the_known_ones(make):
    with pytest.raises(UsageError, match="Did you mean listening"):
        charts.likert(make.answers("mentor_skills_audit"), title="T", section="listenin")


def test_questions_of_several_scales_stand_in_charts_below_each_other(make):
    instrument = load_instrument("pupil_attitude")
    release = make.answers("pupil_attitude", small=("linking_words",))
    specification = charts.likert(release, title="T").to_dict()
    panels = specification["vconcat"]
    assert len({panel["width"] for panel in panels}) == 1
    for panel, scale in zip(panels, instrument.scales, strict=True):
        colour = next(
            layer["encoding"]["color"] for layer in panel["layer"] if "x2" in layer["encoding"]
        )
        assert colour["scale"]["domain"] == [scale.label(code) for code in scale.worst_first]
    assert specification["resolve"]["scale"]["color"] == "independent"
    assert all(item.title in specification["description"] for item in instrument.items)
    assert f"Links ideas: {numbers.HIDDEN}" in specification["description"]
