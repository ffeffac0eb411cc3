"""Notebooks of one's own: parameters come from the data, and what was changed is left."""

from __future__ import annotations

import json
import shutil

import pytest

from tsa_research.errors import UsageError
from tsa_research.own_notebooks import filled, load_interactive, write_own
from tsa_research.reports.plan import list_interactive, list_notebooks, read_notebook
from tsa_research.reports.planning import plan_network
from tsa_research.wave_import import import_network
from tsa_research.workspace import open_workspace

NASTY = 'a "quoted" \\ name\n# and é'


@pytest.fixture(scope="module")
def network(tmp_path_factory):
    """Return a copy of the example under another cohort and other names of alliances."""
    import_network(open_workspace("example"))
    folder = tmp_path_factory.mktemp("own") / "network"
    shutil.copytree(open_workspace("example").folder, folder)
    return str(folder)


def parameters(path):
    return {p.name: p.default for p in read_notebook(path).parameters}


def test_every_notebook_is_there_and_names_the_network(network):
    folder = write_own(open_workspace(network), network)
    expected = {book.path.name for book in (*list_interactive(), *list_notebooks())}
    assert {path.name for path in folder.iterdir()} == expected
    assert {parameters(path)["network"] for path in folder.iterdir()} == {network}


def test_the_parameters_of_a_report_are_those_of_one_that_can_be_made(network):
    workspace = open_workspace(network)
    folder = write_own(workspace, network)
    plans = plan_network(workspace, network)
    for notebook in list_notebooks():
        own = [plan.parameters for plan in plans if plan.notebook.id == notebook.id]
        assert not own or parameters(folder / notebook.path.name) == own[0]


def test_all_but_the_parameters_is_as_it_comes(network):
    folder = write_own(open_workspace(network), network)
    for notebook in list_notebooks():
        cells = [json.loads(p.read_text("utf-8"))["cells"] for p in
                 (notebook.path, folder / notebook.path.name)]  # fmt: skip
        differ = [a for a, b in zip(*cells, strict=True) if a != b]
        assert [cell["metadata"].get("tags") for cell in differ] == [["parameters"]]


def test_a_copy_that_was_changed_is_left_and_others_are_written_anew(network):
    workspace = open_workspace(network)
    folder = write_own(workspace, network)
    changed, run = folder / "02_trust_survey.ipynb", folder / "01_maturity_audit.ipynb"
    document = json.loads(changed.read_text("utf-8"))
    document["cells"][0]["source"] = ["# My own question?"]
    changed.write_text(json.dumps(document), "utf-8")
    outputs = json.loads(run.read_text("utf-8"))
    outputs["cells"][0]["metadata"]["run"] = True
    run.write_text(json.dumps(outputs), "utf-8")
    write_own(workspace, network)
    assert "My own question?" in changed.read_text("utf-8")
    assert "run" not in json.loads(run.read_text("utf-8"))["cells"][0]["metadata"]
    changed.unlink()
    write_own(workspace, network)
    assert "My own question?" not in changed.read_text("utf-8")


def test_a_value_is_a_literal_whatever_stands_in_it():
    notebook = load_interactive("compare_alliances")
    document = filled(notebook, {"network": NASTY, "cohort": "2025"})
    source = "".join(document["cells"][1]["source"])
    scope: dict = {}
    exec(source, scope)  # noqa: S102 - what a kernel does with the cell
    assert (scope["network"], scope["cohort"], scope["instrument"]) == (NASTY, "2025", "")
    assert source.count("  # ") == 3


def test_a_notebook_that_there_is_not_is_refused():
    with pytest.raises(UsageError, match="There is no notebook compare"):
        load_interactive("compare")
