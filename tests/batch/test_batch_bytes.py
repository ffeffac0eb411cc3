"""The same inputs give the same bytes, and the same notebook that stock papermill makes."""

from __future__ import annotations

import gc
import json
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from batch_plans import plan_of, tree, write_small

from tsa_research.reports import stock
from tsa_research.reports.limits import Limits
from tsa_research.reports.planning import plan_network
from tsa_research.reports.warm.lane import Lane, WarmUnavailableError
from tsa_research.wave_import import import_network
from tsa_research.workspace import open_workspace

ODD = {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "LANG": "C", "PYTHONHASHSEED": "7"}
PLAN = "notebook,cohort,alliance,instrument\n" + "\n".join(
    (
        "maturity_audit,2025,gullwing,",
        "trust_survey,2025,etoile-moor,",
        "mentor_skills_audit,2024,tidewright,",
        "impact_survey,2024,tidewright,programme_feedback",
        "cohort_report,2024,,",
    )
)


@pytest.fixture(scope="module")
def five(tmp_path_factory, tsa):
    """Return a plan of one report per notebook, and the files it gives."""
    folder = tmp_path_factory.mktemp("five")
    plan = folder / "plan.csv"
    plan.write_text(PLAN, "utf-8")
    run = tsa("batch", plan, "--network", "example", "--reports", folder / "r", "--keep-notebook")
    assert run.returncode == 0, run.stdout + run.stderr
    return plan, tree(folder / "r")


@pytest.mark.parametrize("workers", ["1", "3"])
def test_time_zone_language_hash_seed_and_workers_change_no_byte(tsa, five, tmp_path, workers):
    plan, expected = five
    words = ("--network", "example", "--reports", tmp_path / "r", "--keep-notebook")
    run = tsa("batch", plan, *words, "--workers", workers, environment=ODD)
    assert run.returncode == 0, run.stderr
    assert tree(tmp_path / "r") == expected


def same_apart_from_times(notebook):
    """Return a notebook without times, places and random ids."""
    plain = json.loads(json.dumps(notebook))
    for cell in plain["cells"]:
        cell["metadata"].pop("execution", None)
        run = cell["metadata"]["papermill"]
        cell["metadata"]["papermill"] = {k: run[k] for k in ("exception", "status")}
        if "injected-parameters" in cell["metadata"].get("tags", []):
            cell["id"] = "injected"
    for name in ("duration", "end_time", "start_time", "output_path"):
        plain["metadata"]["papermill"].pop(name)
    return plain


SHOWS = """\
import sys
from IPython.display import HTML, clear_output, display
print("one"); print("two"); print("three", file=sys.stderr); print("four")
handle = display(HTML("<b>first</b>"), display_id="x")
display({"text/plain": "plain"}, raw=True)
number + 1"""
LATER = """\
handle.update(HTML("<b>second</b>"))
print("gone"); clear_output(wait=True); print("kept")
_ ;"""


@pytest.mark.parametrize("name", ["all kinds of output", *range(5)])
def test_the_notebook_is_the_one_that_stock_papermill_makes(tmp_path, name):
    if isinstance(name, int):
        workspace = open_workspace("example")
        import_network(workspace)
        plans = plan_network(workspace, "example")
        chosen = {plan.notebook.id: plan for plan in plans}
        plan = list(chosen.values())[name]
        path, parameters = plan.notebook.path, dict(plan.parameters)
    else:
        cells = (
            SHOWS,
            LATER,
            "",
            "!echo out",
            "await __import__('asyncio').sleep(0, 5)",
        )
        path, parameters = write_small(tmp_path / "own.ipynb", *cells), {"number": 4}
    job = {
        "notebook": str(path),
        "parameters": parameters,
        "folder": str(tmp_path),
        "environment": {"SOURCE_DATE_EPOCH": "1790000000"},
    }
    lane = Lane()
    try:
        warm = lane.execute(job)
    finally:
        lane.close()
    with ThreadPoolExecutor(1) as pool:  # as a batch does it
        plain = pool.submit(stock.execute, job, Limits()).result()
    gc.collect()  # what was left open makes this test fail
    assert same_apart_from_times(warm) == same_apart_from_times(plain)


def test_a_lane_that_cannot_start_leaves_nothing_open(monkeypatch, tmp_path):
    monkeypatch.setenv("PYTHONHOME", str(tmp_path))  # where no Python is
    with pytest.raises(WarmUnavailableError):
        Lane()
    gc.collect()  # what was left open makes this test fail


def test_an_unchanged_plan_starts_nothing_and_a_change_makes_only_what_depends_on_it(tsa, tmp_path):
    one, two = (write_small(tmp_path / f"{n}.ipynb", "print(number)") for n in ("one", "two"))
    plan = plan_of(tmp_path / "plan.csv", one, range(3))
    plan.write_text(plan.read_text("utf-8") + f"{two},7\n", "utf-8")
    words = ("batch", plan, "--network", "example", "--reports", tmp_path / "r")
    assert "4 reports made" in tsa(*words).stdout
    assert "0 reports made" in tsa(*words).stdout
    write_small(two, "print(number + 1)")
    planned = tsa(*words, "--dry-run").stdout
    assert (planned.count("two (changed: notebook)"), planned.count("(unchanged)")) == (1, 3)
    changed = tsa(*words)
    assert "1 report made" in changed.stdout
    assert "3 unchanged" in changed.stdout
    plan.write_text(plan.read_text("utf-8").replace(f"{two},7", f"{two},8"), "utf-8")
    assert "1 report made" in tsa(*words).stdout


def test_a_report_is_verified_and_what_changed_is_named(tsa, tmp_path):
    book = write_small(tmp_path / "own.ipynb", "print(number)")
    plan, reports = plan_of(tmp_path / "plan.csv", book, [5]), tmp_path / "r"
    assert tsa("batch", plan, "--network", "example", "--reports", reports).returncode == 0
    (page,) = [p for p in reports.rglob("*.html") if p.name != "index.html"]
    later = {"SOURCE_DATE_EPOCH": str(int(time.time()))}
    right = tsa("verify", page, environment=later)
    assert (right.returncode, "is what its inputs give" in right.stdout) == (0, True)
    page.write_text(page.read_text("utf-8").replace(">5<", ">6<") + " ", "utf-8")
    forged = tsa("verify", page)
    assert (forged.returncode, "was changed or removed" in forged.stdout) == (1, True)
    write_small(book, "print(number + 1)")
    assert "Changed since it was made: notebook." in tsa("verify", page).stdout


def test_pages_without_a_report_are_verified_too(tsa, tmp_path):
    reports = tmp_path / "r"
    plan = tmp_path / "plan.csv"
    plan.write_text("notebook,cohort,alliance\ntrust_survey,2025,tidewright\n", "utf-8")
    made = tsa("batch", plan, "--network", "example", "--reports", reports)
    assert "0 reports made" in made.stdout
    assert "1 with nothing to report" in made.stdout
    page = reports / "example/2025/tidewright/trust_survey.html"
    nothing = tsa("verify", page)
    assert (nothing.returncode, "is what its inputs give" in nothing.stdout) == (0, True)
    failing = plan_of(tmp_path / "own.csv", write_small(tmp_path / "own.ipynb", "1 / 0"), [5])
    assert tsa("batch", failing, "--network", "example", "--reports", reports).returncode == 1
    (failed,) = [p for p in reports.rglob("own.html")]
    found = tsa("verify", failed)
    assert (found.returncode, "says that the report failed" in found.stdout) == (1, True)


def test_the_index_marks_what_is_out_of_date_and_in_no_plan(tsa, tmp_path):
    one, two = (write_small(tmp_path / f"{n}.ipynb", "print(number)") for n in ("one", "two"))
    words = ("--network", "example", "--reports", tmp_path / "r")
    assert tsa("batch", plan_of(tmp_path / "one.csv", one, [1]), *words).returncode == 0
    write_small(one, "print(number + 1)")
    assert tsa("batch", plan_of(tmp_path / "two.csv", two, [2]), *words).returncode == 0
    index = (tmp_path / "r" / "index.html").read_text("utf-8")
    assert "2 reports, 1 of them out of date" in index
    assert index.count('data-state="Out of date"') == 1
