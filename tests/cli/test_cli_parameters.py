"""tsa report: parameters are data. What is wrong is said before anything runs."""

from __future__ import annotations

import json

import pytest
from own_notebooks import write_notebook

from tsa_research.cli import main
from tsa_research.errors import BAD_USAGE, NOTHING_DONE

HOSTILE = (
    "../../x",
    "/etc/passwd",
    '"; import os; os.makedirs("pwned") #',
    "'''\nimport os; os.makedirs('pwned')\n'''",
    "{{ cookiecutter }} {alliance} %(x)s $HOME `id`",
    "<script>alert(1)</script>",
)


@pytest.fixture
def report(answered, tmp_path, capsys):
    """Return a function that runs ``tsa report`` and returns exit code and message."""

    def run(notebook, *words, network=answered):
        folder = ["--network", str(network), "--reports", str(tmp_path / "reports")]
        code = main(["report", str(notebook), *folder, *words])
        return code, capsys.readouterr().err

    return run


def everything(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


@pytest.mark.parametrize(
    ("notebook", "words", "said"),
    [
        ("trust_survey", ("alliance=harbor", "cohort=2025"), "Did you mean harbour?"),
        ("trust_survey", ("alliance=harbour", "cohort=2026"), "Did you mean 2025?"),
        ("trust_survey", ("aliance=harbour",), "Did you mean alliance?"),
        ("trust_survey", ("alliance",), "-p name=value"),
        ("trust_survy", (), "Did you mean trust_survey?"),
        ("impact_survey", ("instrument=trust_survy",), "Did you mean trust_survey?"),
        ("cohort_report", ("cohort=2026",), "Did you mean 2025?"),
    ],
)
def test_a_wrong_name_is_refused_with_the_nearest(report, tmp_path, notebook, words, said):
    code, message = report(notebook, *(part for word in words for part in ("-p", word)))
    assert code == BAD_USAGE
    assert said in message
    assert not (tmp_path / "reports").exists()


def test_an_unknown_parameter_lists_those_that_exist_with_their_types(report):
    _, message = report("trust_survey", "-p", "colour=red")
    assert "Expected: network (str), cohort (str), alliance (str)" in message


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("count=three", "a whole number"),
        ("count=2.5", "a whole number"),
        ("count=", "a whole number"),
        ("share=half", "a number"),
        ("wide=yes", "true or false"),
        ("wide=1", "true or false"),
    ],
)
def test_a_value_of_another_type_is_refused(report, tmp_path, given, expected):
    name, value = given.split("=")
    code, message = report(write_notebook(tmp_path / "own.ipynb"), "-p", given)
    assert code == BAD_USAGE
    assert f"Expected: {expected}" in message
    assert f"Got: {value!r}" in message
    assert f"parameter {name}" in message


HOSTILE_PAIRS = [(name, value) for name in ("alliance", "cohort", "network") for value in HOSTILE]


@pytest.mark.parametrize(("name", "value"), HOSTILE_PAIRS)
def test_a_hostile_value_is_refused_and_writes_nothing(report, tmp_path, monkeypatch, name, value):
    monkeypatch.chdir(tmp_path)
    given = {"cohort": "2025", "alliance": "harbour", name: value}
    assert report("trust_survey", "-p", "cohort=none")[0] == BAD_USAGE  # the roster is read once
    before = everything(tmp_path)
    words = [part for pair in given.items() for part in ("-p", "=".join(pair))]
    assert report("trust_survey", *words)[0] == BAD_USAGE
    assert everything(tmp_path) == before


def test_a_zero_in_the_name_of_a_network_is_refused(report):
    assert report("trust_survey", "-p", "network=a\0b")[0] == BAD_USAGE


@pytest.mark.parametrize(
    "parameters",
    [
        "network = 'example'",
        "network: str = open('x').read()",
        "network: str = 3",
        "network: Path = 'x'",
        "network: str",
        "import os",
        "%cd /",
        "network: str = (",
        "network: str = {[]: 1}",
    ],
)
def test_a_parameters_cell_with_more_than_typed_literals_is_refused(report, tmp_path, parameters):
    path = write_notebook(tmp_path / "own.ipynb", parameters=parameters)
    code, message = report(path)
    assert code == BAD_USAGE
    assert "typed literals only" in message
    assert str(path) in message


@pytest.mark.parametrize("tagged", [[], [1, 2]])
def test_there_is_exactly_one_parameters_cell(report, tmp_path, tagged):
    path = write_notebook(tmp_path / "own.ipynb", "1")
    document = json.loads(path.read_text(encoding="utf-8"))
    for number, cell in enumerate(document["cells"]):
        cell["metadata"] = {"tags": ["parameters"]} if number in tagged else {}
    path.write_text(json.dumps(document), encoding="utf-8")
    code, message = report(path)
    assert code == BAD_USAGE
    assert f"Got: {len(tagged)}" in message


@pytest.mark.parametrize("text", ["not a notebook", "[]", "{}", '{"metadata": 1, "cells": []}'])
def test_a_file_that_is_no_notebook_is_refused(report, tmp_path, text):
    path = tmp_path / "own.ipynb"
    path.write_text(text, encoding="utf-8")
    assert report(path)[0] == BAD_USAGE


def test_a_form_that_nobody_has_answered_has_nothing_to_report(report, tmp_path):
    code, message = report("maturity_audit", "-p", "cohort=2025", "-p", "alliance=harbour")
    assert code == NOTHING_DONE
    assert "no answers to the maturity audit" in message
    assert not (tmp_path / "reports").exists()


def test_a_network_that_does_not_exist_is_refused(report, tmp_path):
    code, message = report("trust_survey", network=tmp_path / "nowhere")
    assert code == BAD_USAGE
    assert "tsa init" in message
