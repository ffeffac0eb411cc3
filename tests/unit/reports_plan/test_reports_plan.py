"""Which reports a network allows, where each one goes, and how they find each other."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tsa_research.errors import UsageError
from tsa_research.new_network import make_network
from tsa_research.reports.links import detail_links
from tsa_research.reports.plan import (
    check_parameters,
    list_notebooks,
    load_notebook,
    report_place,
    slug,
)
from tsa_research.reports.planning import plan_network
from tsa_research.store import Slice
from tsa_research.workspace import open_workspace

TRUST = load_notebook("trust_survey")
STORED = (
    Slice("trust_survey", "2026", "my-alliance", "spring"),
    Slice("trust_survey", "2026", "my-alliance", "summer"),
    Slice("lesson_self_grade", "2026", "my-alliance", "spring"),
)

WAVE = """
[[waves]]
id = "{id}"
instrument = "{instrument}"
label = "{id}"
kind = "single"
opened = 2026-03-02
closed = 2026-03-20
files = ["inbox/{instrument}-{id}.csv"]
"""


@pytest.fixture
def network(tmp_path):
    """Return a network in whose store three files lie; planning looks at their names only."""
    make_network(tmp_path / "mine")
    for place in STORED:
        path = place.path(tmp_path / "mine" / "store")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    with (tmp_path / "mine" / "network.toml").open("a", encoding="utf-8") as settings:
        settings.writelines(
            WAVE.format(id=place.wave, instrument=place.instrument) for place in STORED
        )
    return tmp_path / "mine"


@pytest.mark.parametrize(
    "hostile",
    ["../../x", "/etc/passwd", "..\\x", "a/../../b", "C:\\x", "x\0y", "\n", ".", "..", "ÉTOILE/~"],
)
def test_no_text_leads_out_of_the_folder(hostile):
    place = report_place(TRUST, hostile, {"cohort": hostile, "alliance": hostile})
    assert not place.is_absolute()
    assert set("".join(place.with_suffix("").parts)) <= set(
        "abcdefghijklmnopqrstuvwxyz0123456789-_"
    )


def test_a_report_goes_by_network_cohort_alliance_and_notebook():
    place = report_place(TRUST, "mine", {"cohort": "2026", "alliance": "oak & elm"})
    assert place == Path("mine/2026/oak-elm/trust_survey.html")


def test_a_report_on_any_form_is_named_by_its_form():
    impact = load_notebook("impact_survey")
    given = {"cohort": "2026", "alliance": "oak", "instrument": "lesson_self_grade"}
    assert report_place(impact, "mine", given).name == "lesson_self_grade.html"


def test_a_gap_in_a_name_becomes_one_dash():
    assert slug("  Oak -- Elm  ") == "oak-elm"


def test_names_in_other_letters_stay_apart():
    assert slug("Étoile") == slug("etoile") == "etoile"
    assert slug("北") != slug("南")
    assert slug("北").isalnum()
    assert slug(" ") == ""


def test_no_report_is_lost_when_two_alliances_read_alike(network):
    store = network / "store"
    for alliance in ("my alliance", "my & alliance"):
        for wave in ("spring", "summer"):
            path = Slice("trust_survey", "2026", alliance, wave).path(store)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch()
    plans = plan_network(open_workspace(network), str(network))
    about = [plan for plan in plans if plan.notebook.id == "trust_survey"]
    assert len(about) == len({plan.out for plan in about}) == 3
    assert len({plan.parameters["alliance"] for plan in about}) == 3


@pytest.mark.parametrize(
    "name", ["trust_survey", "02_trust_survey", "trust_survey.ipynb", str(TRUST.path)]
)
def test_a_notebook_is_found_by_id_number_or_path(name):
    assert load_notebook(name) == TRUST


def test_an_unknown_notebook_names_the_nearest():
    with pytest.raises(UsageError) as caught:
        load_notebook("cohort_raport")
    assert caught.value.next_step == "Did you mean cohort_report?"


def test_no_report_is_made_of_an_interactive_notebook(tmp_path):
    path = tmp_path / "explore.ipynb"
    cell = {"cell_type": "code", "metadata": {"tags": ["parameters"]}, "source": ["x: int = 1"]}
    about = {"tsa": {"title": "What is here?", "interactive": True}}
    path.write_text(json.dumps({"metadata": about, "cells": [cell]}), encoding="utf-8")
    with pytest.raises(UsageError, match="No report is made of the notebook explore"):
        load_notebook(str(path))


def test_notebooks_stand_in_the_order_of_their_numbers():
    names = [notebook.path.name for notebook in list_notebooks()]
    assert names == sorted(names)
    assert all(notebook.title.endswith("?") for notebook in list_notebooks())


def test_what_is_not_given_has_its_default():
    assert check_parameters(TRUST, {"alliance": "x"}) == {
        "network": "example",
        "cohort": "2024",
        "alliance": "x",
    }


def test_one_report_is_planned_for_each_form_alliance_and_cohort(network):
    plans = plan_network(open_workspace(network), str(network))
    assert sorted(plan.out.as_posix() for plan in plans) == [
        "my-network/2026/cohort_report.html",
        "my-network/2026/my-alliance/lesson_self_grade.html",
        "my-network/2026/my-alliance/trust_survey.html",
    ]


def test_every_plan_opens_its_own_network_with_all_parameters(network):
    for plan in plan_network(open_workspace(network), str(network)):
        assert plan.parameters["network"] == str(network)
        assert list(plan.parameters) == [p.name for p in plan.notebook.parameters]


def test_nothing_is_planned_for_a_network_without_answers(tmp_path):
    make_network(tmp_path / "mine")
    assert plan_network(open_workspace(tmp_path / "mine"), "mine") == ()


def test_the_page_of_a_cohort_links_every_report_that_is_planned(network):
    plans = plan_network(open_workspace(network), str(network))
    here = Path("my-network/2026")
    planned = {plan.out.relative_to(here).as_posix() for plan in plans} - {"cohort_report.html"}
    assert {address for _, address in detail_links(str(network), "2026").entries} == planned


def test_a_link_shows_a_hostile_title_as_text(network):
    schools = network / "records" / "alliances.csv"
    schools.write_text(schools.read_text().replace("My alliance", "<script>alert(1)</script>"))
    page = detail_links(str(network), "2026")._repr_html_()
    assert "<script>" not in page
    assert "&lt;script&gt;" in page
