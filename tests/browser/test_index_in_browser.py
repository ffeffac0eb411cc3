"""The list of reports in real Chromium: searched and filtered offline, by keyboard."""

from __future__ import annotations

import pytest
from chromium import visit
from playwright.sync_api import expect

from tsa_research.reports.index import IndexEntry, write_index

ENTRIES = [
    IndexEntry(
        href=f"{alliance}-{cohort}-{question}.html",
        title="Trust survey",
        question=question,
        network="Hollin Valley",
        alliance=alliance,
        cohort=cohort,
        notebook="trust_survey",
        made="22 November 2026",
        state="failed" if alliance == "Ash" else "stale" if question == "Who?" else "done",
        note="A cell stopped" if alliance == "Ash" else "",
    )
    for alliance in ("Étoile", "Ash", "Zed")
    for cohort in ("2024", "2025")
    for question in ("Who?", "What?")
]


@pytest.fixture
def index(tmp_path):
    for entry in ENTRIES:
        (tmp_path / entry.href).write_text("page", encoding="utf-8")
    return write_index(ENTRIES, tmp_path)


def shown(page):
    return page.locator(".report-list > li:visible").count()


def test_words_and_filters_leave_what_fits_and_say_how_many(index, plain):
    with visit(plain, index) as page:
        counted = page.get_by_role("status")
        assert (shown(page), counted.inner_text()) == (12, "12 of 12 reports shown")
        page.get_by_label("Search").fill("etoile WHO")
        assert (shown(page), counted.inner_text()) == (2, "2 of 12 reports shown")
        assert page.locator("h4:visible").all_inner_texts() == ["Étoile", "Étoile"]
        page.get_by_label("Cohort").select_option("2025")
        assert shown(page) == 1
        page.get_by_role("button", name="Show all").click()
        expect(counted).to_have_text("12 of 12 reports shown")
        page.get_by_label("State").select_option("Failed")
        assert shown(page) == 4
        assert "A cell stopped" in page.locator(".report-list > li:visible").first.inner_text()


def test_what_was_asked_for_is_still_there_on_the_way_back(index, plain):
    with visit(plain, index) as page:
        page.get_by_label("Search").fill("etoile")
        page.get_by_label("Cohort").select_option("2025")
        page.locator(".report-list > li:visible a").first.click()
        page.go_back()
        expect(page.get_by_role("status")).to_have_text("2 of 12 reports shown")
        assert page.get_by_label("Search").input_value() == "etoile"
        assert page.get_by_label("Cohort").input_value() == "2025"


def test_the_filters_leave_room_for_reports_on_a_phone(index, plain):
    with visit(plain, index) as page:
        page.set_viewport_size({"width": 360, "height": 740})
        box = page.locator(".report-list > li").first.bounding_box()
        assert box["y"] < 740


def test_filters_are_reached_by_keyboard_in_their_order(index, plain):
    with visit(plain, index) as page:
        page.get_by_label("Search").focus()
        names = []
        for _ in range(4):
            page.keyboard.press("Tab")
            names.append(page.evaluate("document.activeElement.name"))
        assert names == ["cohort", "alliance", "question", "state"]


def test_without_scripts_the_whole_list_is_there(index, scriptless):
    with visit(scriptless, index) as page:
        assert shown(page) == 12
        assert not page.locator("#filters").is_visible()
