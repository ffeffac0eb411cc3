"""Plans from a file and for each: what a row may leave out, and how its faults are named."""

from __future__ import annotations

import pytest

from tsa_research.errors import UsageError
from tsa_research.new_network import make_network
from tsa_research.reports.batch import listing_of, read_network
from tsa_research.reports.index import IndexEntry, count_in_words
from tsa_research.reports.limits import Limits
from tsa_research.reports.planning import plan_each, plan_file, plan_network
from tsa_research.roster_parts import read_parts
from tsa_research.wave_import import import_network
from tsa_research.workspace import open_workspace


@pytest.fixture
def network(tmp_path):
    """Return a network whose alliance and cohort no notebook has for a default."""
    make_network(tmp_path / "mine")
    return tmp_path / "mine"


def from_file(network, text, *, encoding="utf-8"):
    path = network / "plan.csv"
    path.write_bytes(text.encode(encoding))
    workspace = open_workspace(network)
    return plan_file(workspace, read_parts(workspace), str(network), path)


def for_each(network, each, notebook="trust_survey"):
    workspace = open_workspace(network)
    return plan_each(workspace, read_parts(workspace), str(network), notebook, each)


ROW = "trust_survey,2026,my-alliance"


@pytest.mark.parametrize("sign", [",", ";"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_plan_may_come_from_any_spreadsheet(network, sign, mark):
    text = f"{mark}notebook,cohort,alliance\n{ROW}\n".replace(",", sign)
    (plan,) = from_file(network, text)
    assert plan.parameters["alliance"] == "my-alliance"
    assert plan.parameters["network"] == str(network)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("notebook,cohort\ntrust_survey,2026\n", "has no alliance tidewright"),
        ("notebook,alliance\ntrust_survey,my-alliance\n", "has no cohort 2024"),
        (f"notebook,cohort,alliance,network\n{ROW},/elsewhere\n", "about one network"),
        ("notebook,cohort,alliance\n,2026,my-alliance\n", "names no notebook"),
        ("notebook,cohort,alliance\ntrust_surveys,2026,my-alliance\n", "Did you mean trust_survey"),
        (
            "notebook,cohort,alliance,instrument\nimpact_survey,2026,my-alliance,nonsense\n",
            "row 2: There is no instrument called nonsense",
        ),
    ],
)
def test_a_row_that_means_nothing_here_is_named(network, text, said):
    with pytest.raises(UsageError) as raised:
        from_file(network, text)
    assert said in raised.value.got
    assert "row 2" in raised.value.got


def test_a_ragged_row_does_not_hide_the_others(network):
    with pytest.raises(UsageError) as raised:
        from_file(network, f"notebook,cohort,alliance\n{ROW},more\n{ROW}x\n")
    assert "row 2: The row has too many" in raised.value.got
    assert "row 3" in raised.value.got
    assert "2 of 2 rows" in raised.value.what


def test_a_plan_without_rows_says_so(network):
    with pytest.raises(UsageError, match="asks for nothing"):
        from_file(network, "notebook,cohort,alliance\n")


def test_a_plan_in_another_encoding_says_what_to_do(network):
    with pytest.raises(UsageError) as raised:
        from_file(network, "notebook,cohort,alliance\ntrust_survey,2026,é\n", encoding="latin-1")
    assert "CSV UTF-8" in raised.value.next_step


def test_each_names_all_that_a_notebook_is_about(network):
    with pytest.raises(UsageError) as raised:
        for_each(network, ("cohort",))
    assert "alliance" in raised.value.what
    (plan,) = for_each(network, ("cohort", "alliance"))
    assert plan.parameters["alliance"] == "my-alliance"


def test_each_may_keep_to_one(network):
    (plan,) = for_each(network, ("cohort=2026", "alliance"))
    assert plan.parameters["cohort"] == "2026"
    with pytest.raises(UsageError, match="no cohort 2031"):
        for_each(network, ("cohort=2031", "alliance"))


@pytest.mark.parametrize(("name", "value"), [("seconds", 0), ("seconds", -1), ("memory", -5)])
def test_a_limit_that_nothing_can_keep_to_is_refused(name, value):
    with pytest.raises(UsageError) as raised:
        Limits(**{name: value})
    assert raised.value.where == f"--{name}"


def test_reports_out_of_date_are_counted_as_reports():
    states = ("done", "stale", "stale", "failed", "nothing")
    entries = [IndexEntry("", "", "", "", "", "", "", "", state=state) for state in states]
    words = "3 reports, 2 of them out of date, 1 failed, 1 with nothing to report"
    assert count_in_words(entries) == words


@pytest.mark.parametrize(
    ("page", "title"),
    [
        ("published_figures", "Published figures"),
        ("strand_impact", "Impact of project strands"),
    ],
)
def test_the_index_names_a_report_by_its_form_or_its_notebook(page, title):
    workspace = open_workspace("published")
    import_network(workspace)
    network = read_network(workspace)
    plans = {plan.out.stem: plan for plan in plan_network(workspace, "published")}
    assert listing_of(plans[page], network)["title"] == title
