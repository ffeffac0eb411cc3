"""What goes wrong in a notebook reads as sentences, in a real kernel."""

from __future__ import annotations

import nbformat
from nbclient import NotebookClient


def printed(source):
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source)])
    NotebookClient(notebook, allow_errors=True, timeout=120).execute()
    return "\n".join(notebook.cells[0].outputs[-1].traceback)


def test_an_error_of_the_package_is_told_without_a_traceback():
    text = printed(
        "from tsa_research.study import open_study\n"
        "open_study('example', 'trust_survey', cohort='2204')"
    )
    assert "has no cohort called '2204'" in text
    assert "Expected: 2024, 2025" in text
    assert "Next: " in text
    assert "Traceback" not in text
    assert "line 2" not in text


def test_any_other_error_keeps_its_traceback():
    assert "Traceback" in printed("1 / 0")
