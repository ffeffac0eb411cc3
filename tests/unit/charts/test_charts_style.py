"""Colours that can be told apart, and text that can be read on them."""

import pytest

from tsa_research.charts import style
from tsa_research.schemas.reading import list_instruments, load_instrument

SCALES = [scale for name in list_instruments() for scale in load_instrument(name).scales]


@pytest.mark.parametrize("scale", SCALES, ids=lambda scale: scale.name)
def test_every_level_of_every_scale_has_its_own_colour(scale):
    colours = style.level_colours(scale)
    assert list(colours) == list(scale.worst_first)
    if len(scale.codes) <= 7:
        assert len(set(colours.values())) == len(colours)


@pytest.mark.parametrize("scale", SCALES, ids=lambda scale: scale.name)
def test_text_on_every_colour_can_be_read(scale):
    for colour in (*style.level_colours(scale).values(), *style.ramp([0, 0.2, 0.5, 0.7, 1])):
        assert style.contrast(colour, style.ink_on(colour)) >= 4.5


def test_lightness_is_ordered_towards_the_middle():
    for colours in (style.UNFAVOURABLE, style.FAVOURABLE):
        on_paper = [style.contrast(colour, style.PAPER) for colour in colours]
        assert on_paper == sorted(on_paper, reverse=True)


@pytest.mark.parametrize("colour", [style.INK, style.QUIET])
@pytest.mark.parametrize("ground", [style.PAPER, style.MUTED])
def test_words_have_enough_contrast(colour, ground):
    assert style.contrast(colour, ground) >= 4.5


@pytest.mark.parametrize("colour", [style.FRAME, style.STRONG, style.INK])
def test_marks_and_outlines_have_enough_contrast(colour):
    assert style.contrast(colour, style.PAPER) >= 3


def test_black_on_white_is_21():
    assert style.contrast("#000000", "#ffffff") == pytest.approx(21)


def test_labels_with_quotes_stay_inside_their_expression():
    assert style.label_expression({'a"]': ['it\'s "x"']}) == (
        '({"a\\"]": ["it\'s \\"x\\""]})[datum.value]'
    )
