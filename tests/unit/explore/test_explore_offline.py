"""The offline page on which alliances are compared, as a file."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from tsa_research.explore import offline
from tsa_research.explore.keeping import open_cells

HOSTILE = "</script><script>alert('x')</script>"


def figures(page) -> dict:
    text = page.read_text(encoding="utf-8")
    return json.loads(re.search(r'id="figures">(.*?)</script>', text, re.DOTALL)[1])


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    return offline.write_comparison("example", tmp_path_factory.mktemp("reports"))


def test_it_lies_in_the_folder_of_the_network(page):
    assert page.parts[-2:] == ("example", "compare.html")


def test_a_page_that_is_up_to_date_is_left_as_it_is(page):
    before = page.stat()
    offline.write_comparison("example", page.parents[1])
    after = page.stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_the_same_figures_give_the_same_bytes(page, tmp_path):
    again = offline.write_comparison("example", tmp_path)
    assert again.read_bytes() == page.read_bytes()


def test_every_report_it_links_to_is_one_that_a_batch_makes(page):
    planned = {plan.out.as_posix() for plan in open_cells("example").plans}
    linked = {f"example/{report['href'].removeprefix('./')}" for report in figures(page)["reports"]}
    assert linked
    assert linked <= planned


def test_a_page_that_a_browser_could_not_bear_holds_whole_alliances_only(tmp_path, monkeypatch):
    monkeypatch.setattr(offline, "MOST_ROWS", 100)
    page = offline.write_comparison("example", tmp_path)
    assert offline.LEFT_OUT in page.read_text(encoding="utf-8")
    assert {key.split("|")[-1] for key in figures(page)["rows"]} == {""}


def test_names_are_data_and_never_a_script(tmp_path, monkeypatch):
    cells = open_cells("example")
    table = cells.table.replace({"alliance": {"Tidewright Alliance": HOSTILE}})
    monkeypatch.setattr(offline, "open_cells", lambda *_: replace(cells, table=table))
    page = offline.write_comparison("example", tmp_path)
    assert HOSTILE not in page.read_text(encoding="utf-8")
    assert HOSTILE in figures(page)["alliances"]


def test_a_network_whose_id_is_no_name_of_a_folder_has_its_page_beside_its_reports(
    tmp_path, monkeypatch
):
    cells = open_cells("example")
    named = replace(cells, workspace=replace(cells.workspace, id="My Network / 1"))
    monkeypatch.setattr(offline, "open_cells", lambda *_: named)
    plans = [replace(plan, out=Path("my-network-1", *plan.out.parts[1:])) for plan in cells.plans]
    monkeypatch.setitem(vars(named), "plans", tuple(plans))
    page = offline.write_comparison("example", tmp_path)
    assert page.relative_to(tmp_path).as_posix() == "my-network-1/compare.html"
    assert figures(page)["reports"][0]["href"].startswith("./2024/")
