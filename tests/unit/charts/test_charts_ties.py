"""The map of ties: every school has a line of its own, also where there are sixty."""

import itertools

import pytest

from tsa_research import charts


@pytest.fixture
def sixty(make):
    schools = [f"School with a name {number:02d}" for number in range(60)]
    ends = [(a, b) for a, b in itertools.combinations(range(60), 2) if (a * b) % 23 == 1]
    return make.tied(schools, ends)


def layers_of(layers, release):
    return layers(charts.tie_map(release, title="T").to_dict())


def test_every_school_has_a_line_of_its_own(sixty, layers):
    (layer, _), (_, dots) = layers_of(layers, sixty)
    axis = layer["encoding"]["y"]["axis"]
    assert axis["values"] == list(range(60))
    assert axis["labelOverlap"] is False
    assert [dot["place"] for dot in dots] == list(range(60))


def test_lines_are_further_apart_than_a_label_is_high(sixty):
    specification = charts.tie_map(sixty, title="T").to_dict()
    assert specification["height"] / 60 >= 18
    label = specification["layer"][0]["encoding"]["y"]["axis"]["minExtent"]
    assert label + specification["width"] <= 690


def test_every_tie_is_an_arc_between_the_lines_of_its_schools(sixty, layers):
    (_, points), _ = layers_of(layers, sixty)
    order = sixty.facts["order"]
    arcs = {number: list(arc) for number, arc in itertools.groupby(points, lambda p: p["tie"])}
    for arc, tie in zip(arcs.values(), sixty.table.to_dict("records"), strict=True):
        ends = sorted((order.index(tie["school"]), order.index(tie["other"])))
        assert [arc[0]["place"], arc[-1]["place"]] == pytest.approx(ends)
        assert [arc[0]["across"], arc[-1]["across"]] == pytest.approx([0, 0], abs=1e-3)
        assert max(point["across"] for point in arc) <= 1


def test_what_is_known_of_a_tie_is_told_by_the_line_and_not_by_colour(sixty, layers):
    (layer, _), _ = layers_of(layers, sixty)
    dash = layer["encoding"]["strokeDash"]["scale"]
    assert dash["domain"] == ["both say so", "only one says so", "the other was not heard"]
    assert len({tuple(one) for one in dash["range"]}) == 3
    assert "color" not in layer["encoding"]


def test_the_description_says_who_works_with_whom_and_who_with_nobody(make):
    release = make.tied(["Ash", "Elm", "Oak", "Yew"], [(0, 1), (0, 2)], left_out=["Yew"])
    description = charts.tie_map(release, title="T").to_dict()["description"]
    assert "Ash with Elm and Oak. Without a tie: Yew." in description


def test_the_ties_of_a_chosen_school_are_thicker_and_all_others_paler(make, layers):
    release = make.tied(["Ash", "Elm", "Oak", "Yew"], [(0, 1), (2, 3)])
    (layer, points), _ = layers(charts.tie_map(release, title="T", school="Elm").to_dict())
    looks = {point["tie"]: (point["width"], point["opacity"]) for point in points}
    assert looks[0][0] > looks[1][0]
    assert looks[0][1] > looks[1][1]
    assert layer["encoding"]["size"]["field"] == "width"
    (layer, points), _ = layers_of(layers, release)
    assert "width" not in points[0]
    assert "size" not in layer["encoding"]


def test_a_title_is_no_wider_than_the_map(make):
    release = make.tied(["Ash", "Elm"], [(0, 1)])
    specification = charts.tie_map(release, title="A long title of words " * 5).to_dict()
    room = specification["width"] + specification["layer"][0]["encoding"]["y"]["axis"]["minExtent"]
    assert max(map(len, specification["title"]["text"])) <= 70 * room / 690 + 1
