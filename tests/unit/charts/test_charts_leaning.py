"""Where members see each statement: three places, the good one on the right, and no count."""

import pytest

from tsa_research import charts

PLACES = ["Most see a want", "They differ", "Most see it well"]


@pytest.fixture
def two_waves(make):
    return make.leanings()


def drawn(layers, release):
    specification = charts.leaning(release, title="T").to_dict()
    return specification, layers(specification)


def test_the_good_side_is_on_the_right(two_waves, layers):
    _, found = drawn(layers, two_waves)
    across = [layer["encoding"]["x"] for layer, _ in found if "scale" in layer["encoding"]["x"]]
    assert across
    assert all(x["scale"]["domain"] == PLACES for x in across)


def test_each_statement_is_where_members_see_it_now(two_waves, layers):
    _, (_, (_, dots), *_) = drawn(layers, two_waves)
    now = {dot["row"]: dot["place"] for dot in dots if dot["when"] == "Later"}
    assert now == {
        "aims / Aims are clear": "Most see it well",
        "aims / Aims are looked at again": "They differ",
        "principles / Shared principles": "Most see a want",
    }


def test_a_hollow_mark_and_a_line_tell_where_a_statement_has_come_from(two_waves, layers):
    _, ((_, lines), (points, dots), *_) = drawn(layers, two_waves)
    assert lines == [
        {"row": "aims / Aims are clear", "from": "They differ", "place": "Most see it well"},
        {"row": "aims / Aims are looked at again", "from": "Most see it well",
         "place": "They differ"},
    ]  # fmt: skip
    before = [dot["row"] for dot in dots if dot["when"] == "Launch"]
    assert "principles / Shared principles" not in before  # it has not moved
    assert points["encoding"]["shape"]["scale"]["range"] == ["circle", "diamond"]


def test_what_too_few_answered_now_is_hidden_also_where_it_was_shown_before(two_waves, layers):
    specification, (*_, (_, words)) = drawn(layers, two_waves)
    assert words == [{"row": "climate / Trust within the group", "text": "hidden"}]
    assert "Trust within the group: hidden" in specification["description"]


def test_no_count_is_in_the_picture(two_waves, layers):
    specification, found = drawn(layers, two_waves)
    assert not any(isinstance(value, int | float) for _, rows in found for row in rows
                   for value in row.values())  # fmt: skip
    assert "9" not in specification["description"]


def test_one_wave_has_one_kind_of_mark_and_no_line(make, layers):
    _, ((_, lines), (points, dots), *_) = drawn(layers, make.leanings(waves=("Launch",)))
    assert lines == []
    assert {dot["when"] for dot in dots} == {"Launch"}
    assert points["encoding"]["shape"]["scale"]["range"] == ["circle"]
