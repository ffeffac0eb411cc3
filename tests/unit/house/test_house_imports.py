"""Who may import whom: the house from the floor up, and one door for every heavy library."""

from __future__ import annotations

import pytest
from source_tree import FILES, NAME, edges, imported, importers, place

HOUSE = {
    NAME: "",
    "alphabet": "",
    "errors": "",
    "columns": "",
    "files": "",
    "csv_lines": "columns errors files",
    "digests": "files",
    "numbers": "",
    "resources": "",
    "policy": "",
    "stats": "",
    "schemas": "alphabet errors resources",
    "findings": "schemas",
    "waves": "schemas",
    "workspace": "alphabet errors policy resources schemas",
    "identity": "errors",
    "records": "columns errors identity schemas",
    "roster": "alphabet errors identity records schemas workspace",
    "roster_parts": f"digests files identity roster {NAME} workspace",
    "intake": "columns errors schemas",
    "quick_imports": "",
    "suites": "schemas",
    "validation": "quick_imports schemas suites",
    "store": "errors schemas",
    "names_in_text": "alphabet roster",
    "unchanged": f"digests files {NAME}",
    "withdrawal": (
        "csv_lines errors files identity names_in_text roster roster_parts store unchanged "
        "workspace"
    ),
    "record_people": "identity names_in_text roster schemas",
    "candidates": "alphabet identity roster schemas",
    "asked_answers": "schemas",
    "books": "errors files intake roster schemas validation workspace",
    "record_books": "intake schemas store unchanged workspace",
    "record_import": (
        "books errors identity intake names_in_text record_books record_people records roster "
        "roster_parts schemas store suites unchanged validation workspace"
    ),
    "wave_import": (
        "asked_answers books candidates digests errors identity intake names_in_text roster "
        f"roster_parts schemas store suites {NAME} validation workspace"
    ),
    "codings": "books errors files intake records schemas store unchanged workspace",
    "network_import": "codings errors record_books record_import withdrawal workspace",
    "scoring": "schemas waves",
    "study": (
        "books codings errors numbers policy roster roster_parts schemas store wave_import waves "
        "workspace"
    ),
    "record_study": (
        "alphabet errors numbers policy record_books record_import roster roster_parts schemas "
        "store study workspace"
    ),
    "synthetic": "schemas",
    "published": "errors schemas",
    "analyses": (
        "alphabet books errors findings numbers policy record_books schemas scoring stats waves"
    ),
    "disclosure": "findings policy",
    "combining": "alphabet analyses disclosure findings record_study study waves",
    "naming": "errors findings schemas",
    "html_table": "",
    "charts": "errors findings naming numbers schemas",
    "tables": "errors findings html_table naming numbers schemas",
    "prose": "findings naming numbers",
    "printed_figures": "analyses errors policy workspace",
    "provenance": f"numbers printed_figures record_study resources store study {NAME}",
    "chasing": "errors identity roster store workspace",
    "reports": (
        "books charts codings columns errors files html_table network_import numbers "
        "printed_figures provenance quick_imports record_books record_study resources "
        "roster_parts schemas store study wave_import workspace"
    ),
    "explore": (
        "alphabet analyses charts disclosure errors files findings html_table "
        f"{NAME} naming network_import numbers policy prose record_books record_study reports "
        "roster roster_parts schemas scoring stats store study tables wave_import waves workspace"
    ),
    "home": "books record_import reports schemas wave_import workspace",
    "own_notebooks": "errors files reports workspace",
    "serving": "",
    "explore_login": "",
    "explore_app": "errors files home own_notebooks reports serving workspace",
    "lab": "own_notebooks resources serving wave_import workspace",
    "new_network": "errors files schemas",
    "settings_text": "errors workspace",
    "collect": (
        "alphabet csv_lines errors explore files identity intake numbers record_import records "
        "roster schemas settings_text wave_import workspace"
    ),
    "declaring": "books errors files settings_text wave_import workspace",
    "forms": "schemas",
    "form_commands": "alphabet errors files forms roster schemas suites workspace",
    "figure_commands": "analyses disclosure errors files findings naming policy prose",
    "importing_commands": (
        "books declaring errors intake network_import numbers record_import roster wave_import "
        "workspace"
    ),
    "coding_commands": "codings errors schemas workspace",
    "cli": (
        "chasing coding_commands errors explore explore_app figure_commands form_commands "
        "importing_commands lab new_network reports "
        f"schemas {NAME} workspace"
    ),
}
"""Each row of the house with the rows it imports from. All of them stand above it."""

DOORS = {
    "great_expectations": ("validation.py",),
    "pyarrow": ("store.py", "columns/plain.py"),
    "papermill": ("reports/",),
    "IPython": ("reports/",),
    "distributed": ("reports/",),
    "filelock": ("collect/", "reports/"),
    "ipykernel": ("reports/",),
    "nbclient": ("reports/",),
    "nbconvert": ("reports/",),
    "nbformat": ("reports/",),
    "jupyter_client": ("reports/",),
    "jupyter_server": ("explore_login.py",),
    "tornado": ("explore_login.py",),
    "altair": ("charts/",),
    "vl_convert": ("charts/",),
    "openpyxl": ("forms/", "intake/", "synthetic/"),
    "yaml": ("schemas/",),
    "scipy": ("stats/",),
    "krippendorff": ("stats/",),
    "networkx": ("stats/",),
    "anywidget": ("explore/",),
    "ipywidgets": ("collect/", "explore/"),
}

ALLOWED = {row: set(imports.split()) for row, imports in HOUSE.items()}


def test_every_module_has_its_row_in_the_house():
    assert sorted(edges()) == sorted(ALLOWED)


def test_a_module_imports_only_what_its_row_allows():
    stray = {row: used - ALLOWED.get(row, set()) for row, used in edges().items()}
    assert {row: extra for row, extra in stray.items() if extra} == {}


def test_no_row_allows_what_nobody_imports():
    used = edges()
    unused = {row: allowed - used.get(row, set()) for row, allowed in ALLOWED.items()}
    assert {row: extra for row, extra in unused.items() if extra} == {}


def test_every_row_imports_only_from_rows_above_it():
    above: set[str] = set()
    for row, allowed in ALLOWED.items():
        assert allowed <= above, f"{row} imports from below: {sorted(allowed - above)}"
        above.add(row)


@pytest.mark.parametrize("library", DOORS)
def test_a_heavy_library_has_one_door(library):
    outside = [file for file in importers()[library] if not file.startswith(DOORS[library])]
    assert outside == []


def test_only_disclosure_can_seal_a_release():
    named = [place(path) for path in FILES if f"{NAME}.findings.SEAL" in imported(path)]
    assert named == ["disclosure.py"]


def test_the_seal_is_named_nowhere_else():
    named = [place(path) for path in FILES if "SEAL" in path.read_text(encoding="utf-8")]
    assert named == ["disclosure.py", "findings.py"]
