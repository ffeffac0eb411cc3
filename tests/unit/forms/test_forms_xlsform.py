"""Every instrument becomes a form for Kobo and ODK, and what these export comes back."""

from __future__ import annotations

import csv
from dataclasses import dataclass

import pytest
from defusedxml import ElementTree
from pyxform.xls2xform import convert

from tsa_research.forms import make_form
from tsa_research.forms.xlsform import NOTICE
from tsa_research.intake import read_export
from tsa_research.schemas.questions import JOINT
from tsa_research.schemas.reading import list_instruments, load_instrument

TICKED = [
    name
    for name in list_instruments()
    if any(question.kind == "tick_all" for question in load_instrument(name).questions)
]
EACH = pytest.mark.parametrize("name", list_instruments())
X, H = "{http://www.w3.org/2002/xforms}", "{http://www.w3.org/1999/xhtml}"
KOBO = ["_id", "_uuid", "_submission_time", "_validation_status", "_notes", "_status", "_index"]
ODK = ["meta-instanceID", "KEY", "SubmitterID", "SubmitterName", "ReviewState", "FormVersion"]


@dataclass(frozen=True)
class Asked:
    """A question of the finished form: the names of its groups and its own, its choices."""

    path: tuple[str, ...]
    label: str
    choices: tuple[tuple[str, str], ...]
    several: bool


def finished(name, tmp_path):
    """Return the questions of a form as pyxform has understood it."""
    path = tmp_path / f"{name}.xlsx"
    path.write_bytes(make_form(load_instrument(name), "xlsform"))
    done = convert(xlsform=path, validate=False, pretty_print=False)
    assert done.warnings == []
    return list(questions(ElementTree.fromstring(done.xform)))


def questions(form):
    lists = {
        instance.get("id"): tuple(
            (item.findtext(f"{X}name"), item.findtext(f"{X}label"))
            for item in instance.iter(f"{X}item")
        )
        for instance in form.iter(f"{X}instance")
        if instance.get("id")
    }
    for tag in ("input", "select", "select1", "rank"):
        space = "{http://www.opendatakit.org/xforms}" if tag == "rank" else X
        for control in form.iter(f"{space}{tag}"):
            itemset = control.find(f"{X}itemset")
            chosen = itemset.get("nodeset").split("'")[1] if itemset is not None else None
            yield Asked(
                tuple(control.get("ref").split("/")[2:]),
                control.findtext(f"{X}label"),
                lists.get(chosen, ()),
                tag in ("select", "rank"),
            )


def answer(asked, place):
    """Return the answer of a person: the first options, or the last."""
    if asked.path[-1] == NOTICE:
        return ""
    codes = [code for code, _ in asked.choices]
    if asked.several:
        return " ".join(codes[:2] if place == 0 else codes[-1:])
    return codes[-place] if codes else f"{asked.path[-1]} {place}"


def write(path, header, rows):
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    return path


def check(intake, asked, instrument):
    assert intake.dialect == "kobo"
    assert intake.set_aside == ()
    assert intake.coded["submitted"].notna().all()
    for one in asked:
        if one.path[-1] == NOTICE:
            continue
        column = {"person": "person", "school": "school"}.get(one.path[-1], one.path[-1])
        expected = [answer(one, place) for place in (0, 1)]
        if one.several:
            expected = [JOINT.join(text.split()) for text in expected]
        assert intake.coded[column].tolist() == expected, column
    asked_for = {one.path[-1] for one in asked}
    assert asked_for >= {*instrument.columns, *(q.id for q in instrument.questions)}


@EACH
def test_an_export_of_kobo_comes_back_without_a_mapping(name, tmp_path):
    asked, instrument = finished(name, tmp_path), load_instrument(name)
    header = ["start", "end", "submitted", *("/".join(one.path) for one in asked), *KOBO]
    rows = [
        ["2026-03-02T09:00:00.000+00:00", "2026-03-02T09:05:00.000+00:00", "2026-03-02"]
        + [answer(one, place) for one in asked]
        + [str(place), f"uuid-{place}", "2026-03-02T09:05:01", "", "", "submitted_via_web", "1"]
        for place in (0, 1)
    ]
    check(read_export(write(tmp_path / "kobo.csv", header, rows), instrument), asked, instrument)


@EACH
def test_an_export_of_odk_comes_back_without_a_mapping(name, tmp_path):
    asked, instrument = finished(name, tmp_path), load_instrument(name)
    header = ["SubmissionDate", "submitted", *("-".join(one.path) for one in asked), *ODK]
    rows = []
    for place in (0, 1):
        added = [f"uuid:{place}", f"uuid:{place}", "1", "form", "", "1"]
        answers = [answer(one, place) for one in asked]
        rows.append(["2026-03-02T09:05:01.123Z", "2026-03-02", *answers, *added])
    check(read_export(write(tmp_path / "odk.csv", header, rows), instrument), asked, instrument)


@pytest.mark.parametrize("name", TICKED)
def test_several_options_may_have_a_column_each(name, tmp_path):
    asked, instrument = finished(name, tmp_path), load_instrument(name)
    header, rows = (
        ["_uuid", "_submission_time"],
        [[f"uuid-{n}", "2026-03-02T09:00"] for n in (0, 1)],
    )
    for one in asked:
        tick_all = one.several and instrument.question(one.path[-1]).kind == "tick_all"
        names = [(*one.path, code) for code, _ in one.choices] if tick_all else [one.path]
        header += ["/".join(path) for path in names]
        for place, row in enumerate(rows):
            chosen = answer(one, place)
            row += (
                [str(int(path[-1] in chosen.split())) for path in names] if tick_all else [chosen]
            )
    check(read_export(write(tmp_path / "kobo.csv", header, rows), instrument), asked, instrument)


def test_an_export_with_labels_comes_back_as_well(tmp_path):
    asked, instrument = finished("trust_survey", tmp_path), load_instrument("trust_survey")
    rated = [one for one in asked if one.path[-1] in (NOTICE, *instrument.columns)]
    said, *rated = rated
    header = ["_uuid", "_submission_time", said.label, *(one.label for one in rated)]
    rows = [["uuid-1", "2026-03-02T09:00", "", *(one.choices[-1][1] for one in rated)]]
    answers = read_export(write(tmp_path / "labels.csv", header, rows), instrument).coded
    assert [answers[one.path[-1]].tolist() for one in rated] == [
        [one.choices[-1][0]] for one in rated
    ]
