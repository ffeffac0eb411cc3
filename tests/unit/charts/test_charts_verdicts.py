"""Squares of verdicts: every figure of the release is drawn, in the order of gravity."""

from tsa_research import charts
from tsa_research.analyses.claim_verdicts import VERDICTS

COUNTS = {"Ashquill": (1, 0, 0, 0, 45, 70), "Beckonmoor": (0, 2, 1, 3, 4, 5)}


def verdicts(make):
    rows = [
        {"case": case, "verdict": verdict, "count": count, "n": sum(counts)}
        for case, counts in COUNTS.items()
        for verdict, count in zip(VERDICTS, counts, strict=True)
    ]
    keys = ("case", "verdict")
    return make.released("verdicts", None, rows, keys, ("count",), unit="figures", scope="public")


def drawn(make, layers):
    return layers(charts.verdict_table(verdicts(make), title="T").to_dict())


def test_the_numbers_are_those_of_the_release_and_nought_is_left_white(make, layers):
    (_, squares), (_, texts) = drawn(make, layers)
    written = {(row["case"], row["verdict"]): row["text"] for row in texts}
    assert written == {
        (case, verdict): str(count)
        for case, counts in COUNTS.items()
        for verdict, count in zip(VERDICTS, counts, strict=True)
        if count
    }
    white = {(row["case"], row["verdict"]) for row in squares if row["fill"] == "#ffffff"}
    assert white == {(row["case"], row["verdict"]) for row in squares} - set(written)


def test_the_gravest_verdict_stands_at_the_left(make, layers):
    (layer, _), _ = drawn(make, layers)
    assert layer["encoding"]["x"]["scale"]["domain"] == list(VERDICTS)
    assert layer["encoding"]["y"]["scale"]["domain"] == list(COUNTS)


def test_every_verdict_has_a_colour_of_its_own():
    assert len(set(charts.verdict_table.__globals__["FILLS"])) == len(VERDICTS)


def test_the_description_says_every_number(make):
    description = charts.verdict_table(verdicts(make), title="T").to_dict()["description"]
    assert "Ashquill: 1 impossible, 45 consistent and 70 not checkable;" in description
