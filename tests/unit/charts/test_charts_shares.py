"""Bars of shares: every figure of the release is drawn, and hidden rows have no bar."""

from tsa_research import charts


def drawn(make, layers):
    chart = charts.share_bars(make.shares(), title="T", key="step", whole="n_over")
    return chart.to_dict(), layers(chart.to_dict())


def test_the_bars_are_the_shares_of_the_release(make, layers):
    _, (_, (_, bars), _) = drawn(make, layers)
    assert [(row["row"], row["share"]) for row in bars] == [
        ("Plan", 1.0), ("Teach", 0.65), ("Look", 0.0), ("Talk", 0.0),
    ]  # fmt: skip


def test_the_figures_say_how_many_of_how_many_or_why_there_are_none(make, layers):
    _, (_, _, (_, texts)) = drawn(make, layers)
    said = [row["text"] for row in texts]
    assert said == ["20 of 20", "13 of 20", "hidden", "no answers"]


def test_the_axis_ends_at_the_whole(make, layers):
    _, ((layer, _), *_) = drawn(make, layers)
    assert layer["encoding"]["x"]["scale"]["domain"] == [0, 1]


def test_the_description_says_every_row(make, layers):
    specification, _ = drawn(make, layers)
    said = "Bars, one for each step. Plan: 20 of 20; Teach: 13 of 20; Look: hidden; Talk: no"
    assert said in specification["description"]


def test_the_counts_can_be_those_of_another_column(make, layers):
    rows = [{"alliance": "Quillmoor", "n_in": 6, "n_due": 8, "share_in": 0.75, "n": 12}]
    values = ("n_in", "n_due", "share_in")
    release = make.released("gap_tasks", None, rows, ("alliance",), values)
    which = {"count": "n_in", "whole": "n_due", "share": "share_in"}
    assert "Quillmoor: 6 of 8" in charts.share_bars(release, title="T", **which)["description"]


def test_without_a_whole_the_base_is_it(make, layers):
    rows = [{"alliance": "Quillmoor", "count": 6, "share": 0.5, "n": 12}]
    release = make.released("taking_part", None, rows, ("alliance",), ("count", "share"))
    chart = charts.share_bars(release, title="T").to_dict()
    assert "Quillmoor: 6 of 12" in chart["description"]
