"""A judge answers the self-audit in a browser, and the answers are a wave of the network."""

from __future__ import annotations

import csv

import pytest
from chromium import broken_rules
from playwright.sync_api import expect
from served import TOKEN, free_port, open_app, run_tsa

from tsa_research.collect.practice import open_for_writing
from tsa_research.wave_import import import_network
from tsa_research.workspace import open_workspace


@pytest.fixture
def served(tmp_path, browser, request):
    """Yield the page of a notebook over a network of one's own, and its folder."""
    workspace, _ = open_for_writing("example")
    import_network(workspace)
    port = free_port()
    asked = ["explore", request.param, "--network", str(workspace.folder), "--no-browser"]
    context = browser.new_context(viewport={"width": 1280, "height": 1000})
    with (
        run_tsa([*asked, "--port", str(port), "--token", TOKEN], port, tmp_path) as address,
        open_app(context, f"{address}/?token={TOKEN}") as (page, beyond),
    ):
        expect(page.locator(".tsa-collect")).to_be_visible(timeout=90_000)
        yield page, workspace.folder
        assert beyond == []
    context.close()


@pytest.mark.parametrize("served", ["self_audit"], indirect=True)
def test_a_self_audit_becomes_a_wave(served):
    page, folder = served
    with (folder / "records" / "participants.csv").open(encoding="utf-8-sig") as file:
        judge = next(row for row in csv.DictReader(file) if row["role"] == "teacher")
    page.get_by_label("Judge", exact=True).fill(judge["email"])
    page.get_by_label("Judge", exact=True).press("Tab")
    stages = page.get_by_label("Own school", exact=True)
    for place in range(stages.count()):
        stages.nth(place).select_option(label="Developing")
    expect(page.get_by_role("status")).to_contain_text("12 stages left to choose", timeout=20_000)
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("status")).to_contain_text("13 stages", timeout=20_000)
    page.get_by_role("button", name="Save answers").click()
    expect(page.get_by_text("The school is missing").last).to_be_visible(timeout=30_000)
    school = title_of(folder, judge["school_id"])
    page.get_by_label("School", exact=True).select_option(label=school)
    page.get_by_role("button", name="Save answers").click()
    saved = page.get_by_text("Your answers are in the wave").last
    expect(saved).to_be_visible(timeout=60_000)
    waves = open_workspace(folder).waves_of("maturity_audit")
    assert waves[-1].files[0].startswith("inbox/self_audit_maturity_audit_")
    assert broken_rules(page) == []
    page.set_viewport_size({"width": 320, "height": 900})
    assert broken_rules(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def title_of(folder, school_id) -> str:
    with (folder / "records" / "schools.csv").open(encoding="utf-8-sig") as file:
        return next(row["title"] for row in csv.DictReader(file) if row["school_id"] == school_id)


@pytest.mark.parametrize("served", ["coaching_entry"], indirect=True)
def test_an_action_step_is_written_by_keyboard_and_taken_back(served):
    page, folder = served
    log = folder / "records" / "coaching_log.csv"
    before = len(log.read_text().splitlines())
    with log.open(encoding="utf-8-sig") as file:
        row = next(csv.DictReader(file))
    page.get_by_role("button", name="Save").first.press("Enter")
    expect(page.get_by_text("Not saved yet.").last).to_be_visible(timeout=60_000)
    page.get_by_label("School", exact=True).select_option(label=title_of(folder, row["school_id"]))
    page.get_by_label("Teacher", exact=True).select_option(index=3)
    page.get_by_label("Coach", exact=True).select_option(index=4)
    page.get_by_label("Action step (optional)").fill("Wait for three seconds")
    page.get_by_label("Action step (optional)").press("Tab")
    page.get_by_role("button", name="Save").first.press("Enter")
    expect(page.get_by_text("Saved as coaching-").last).to_be_visible(timeout=60_000)
    assert len(log.read_text().splitlines()) == before + 1
    page.get_by_role("button", name="Take the last one back").press("Enter")
    expect(page.get_by_text("is taken back.").last).to_be_visible(timeout=30_000)
    assert len(log.read_text().splitlines()) == before
    assert broken_rules(page) == []
