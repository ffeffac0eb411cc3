"""Notebooks run by themselves under plain papermill, and in a batch with awkward parameters."""

from __future__ import annotations

import subprocess
import sys

import nbformat
import papermill
import pytest
from notebook_cells import INTERACTIVE, code, notebook, printed, read, tags

from tsa_research.reports.warm.lane import Lane
from tsa_research.store import list_slices, read_slices
from tsa_research.wave_import import import_network
from tsa_research.workspace import open_workspace

EXAMPLE = {"network": "example"}
FEEDBACK = {
    "network": "example",
    "cohort": "2024",
    "alliance": "tidewright",
    "instrument": "programme_feedback",
}
AWKWARD = {
    "a tiny school": (
        "maturity_audit",
        {"cohort": "2025", "alliance": "gullwing"},
        "Hidden where there are fewer than 3 judges",
    ),
    "an anonymous first wave": (
        "trust_survey",
        {"cohort": "2025", "alliance": "etoile-moor"},
        "The waves cannot be matched person by person.",
    ),
    "very few people": (
        "mentor_skills_audit",
        {"cohort": "2025", "alliance": "mossgate-fell"},
        "These figures are hidden to protect small groups",
    ),
    "one wave only": ("impact_survey", FEEDBACK, "There is only one wave so far"),
    "pupils of one school only": (
        "impact_survey",
        {**EXAMPLE, "cohort": "2025", "alliance": "saltlantern", "instrument": "student_access"},
        "These figures are hidden to protect small groups",
    ),
    "sessions in one school only": (
        "practice_cycles",
        {**EXAMPLE, "cohort": "2025", "alliance": "etoile-moor"},
        "These figures are hidden to protect small groups: fewer than 3 schools",
    ),
    "actions of a group that has not reviewed itself": (
        "group_review",
        {**EXAMPLE, "cohort": "2025", "alliance": "etoile-moor"},
        "Every action that was agreed on is done.",
    ),
    "a group too small to be counted, without actions": (
        "group_review",
        {**EXAMPLE, "cohort": "2024", "alliance": "sparrows-rest"},
        "fewer than 6 members (the reader may be one)",
    ),
    "ties that were asked about once only": (
        "collaboration_network",
        {**EXAMPLE, "cohort": "2024", "alliance": "sparrows-rest"},
        "There is only one wave so far (Summer 2026)",
    ),
    "coaching in one school only": (
        "coaching",
        {**EXAMPLE, "cohort": "2025", "alliance": "etoile-moor"},
        "These figures are hidden to protect small groups: fewer than 10 people or 3 schools",
    ),
    "no report noted, and one learning set only": (
        "coaching",
        {**EXAMPLE, "cohort": "2024", "alliance": "mossgate-fell"},
        "No report is noted of any of",
    ),
    "no gap task, and another record": (
        "coaching",
        {**EXAMPLE, "cohort": "2025", "alliance": "saltlantern"},
        "No gap tasks yet.",
    ),
    "the coach always named both": (
        "coaching",
        {**EXAMPLE, "cohort": "2024", "alliance": "sparrows-rest"},
        "did the teacher find the problem.",
    ),
    "pupils of one school who all gained": (
        "pupil_progress",
        {**EXAMPLE, "cohort": "2025", "alliance": "saltlantern"},
        "the median change is above zero in 1 of 1 school",
    ),
    "groups of pupils without the pupils": (
        "pupil_progress",
        {**EXAMPLE, "cohort": "2025", "alliance": "etoile-moor"},
        "Some groups are written down without their number of pupils",
    ),
    "no figure after yet": (
        "pupil_progress",
        {**EXAMPLE, "cohort": "2024", "alliance": "sparrows-rest"},
        "No group with both means.",
    ),
    "trainees of a few schools only": (
        "pupil_progress",
        {**EXAMPLE, "cohort": "2025", "alliance": "gullwing"},
        "These figures are hidden to protect small groups",
    ),
    "answers that two people have coded": (
        "impact_survey",
        {
            **EXAMPLE,
            "cohort": "2025",
            "alliance": "gullwing",
            "instrument": "differentiation_confidence",
        },
        "“help with language” is written of most",
    ),
    "several scales, and answers in words": (
        "impact_survey",
        {**EXAMPLE, "cohort": "2024", "alliance": "tidewright", "instrument": "group_review"},
        "What to work on first",
    ),
}


@pytest.fixture(scope="module")
def pseudonyms():
    """Return what stands for every known person of the example network."""
    workspace = open_workspace("example")
    import_network(workspace)
    parts = [read_slices(workspace.store, [place]) for place in list_slices(workspace.store)]
    return {person for part in parts for person in part.loc[part["linked"], "respondent"]}


def everything_shown(cells):
    pages = [output.get("data", {}) for cell in cells for output in cell.outputs]
    return "\n".join(data.get("text/html", data.get("text/plain", "")) for data in pages)


@pytest.fixture(scope="module")
def lane():
    """Return what executes the notebooks of a batch."""
    warm = Lane()
    yield warm
    warm.close()


@pytest.mark.parametrize("case", AWKWARD.values(), ids=AWKWARD)
def test_a_notebook_runs_with_awkward_parameters(tmp_path, case, pseudonyms, lane):
    name, given, said = case
    job = {"notebook": str(notebook(name)), "parameters": given, "folder": str(tmp_path)}
    executed = nbformat.from_dict(lane.execute(job | {"environment": {}}))
    cells = [cell for cell in code(executed) if cell.source]
    assert [cell.source for cell in cells if cell.execution_count is None] == []
    headlines = [printed(cell) for cell in cells if "nbval-check-output" in tags(cell)]
    assert [text for text in headlines if not text.strip()] == []
    assert said in everything_shown(cells)
    outputs = str([cell.outputs for cell in cells])
    assert not [person for person in pseudonyms if person in outputs], "answers of single people"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("flag", ["-r", "-p"])
def test_the_stock_command_of_papermill_runs_a_notebook(tmp_path, flag):
    command = [sys.executable, "-m", "papermill", "--no-progress-bar", notebook("trust_survey")]
    given = ["-p", "alliance", "saltlantern", flag, "cohort", "2025"]
    run = subprocess.run(
        [*command, tmp_path / "executed.ipynb", *given],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    executed = read(tmp_path / "executed.ipynb")
    (injected,) = [cell for cell in code(executed) if "injected-parameters" in tags(cell)]
    assert 'alliance = "saltlantern"' in injected.source
    assert "Saltlantern Alliance" in printed(code(executed)[3])


@pytest.mark.parametrize("path", INTERACTIVE, ids=lambda path: path.stem)
def test_an_interactive_notebook_runs_from_top_to_bottom_and_leaves_nothing(tmp_path, path):
    out = tmp_path / "executed.ipynb"
    executed = papermill.execute_notebook(path, out, cwd=tmp_path, progress_bar=False)
    assert [c.source for c in code(executed) if c.source and c.execution_count is None] == []
    assert [entry.name for entry in tmp_path.iterdir()] == ["executed.ipynb"]
