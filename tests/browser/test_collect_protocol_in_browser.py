"""A session by protocol is timed in a browser, by keyboard alone, and saved as a row."""

from __future__ import annotations

import csv
import re

import pytest
from chromium import broken_rules
from playwright.sync_api import expect
from served import TOKEN, free_port, open_app, run_tsa

from tsa_research.collect.practice import open_for_writing


@pytest.fixture
def served(tmp_path, browser):
    """Yield the page with the clock over a network of one's own, and its folder."""
    workspace, _ = open_for_writing("example")
    port = free_port()
    asked = ["explore", "protocol_session", "--network", str(workspace.folder), "--no-browser"]
    context = browser.new_context(viewport={"width": 1280, "height": 1000})
    with (
        run_tsa([*asked, "--port", str(port), "--token", TOKEN], port, tmp_path) as address,
        open_app(context, f"{address}/?token={TOKEN}") as (page, beyond),
    ):
        expect(page.locator(".tsa-collect")).to_be_visible(timeout=90_000)
        yield page, workspace.folder
        assert beyond == []
    context.close()


def sessions_of(folder):
    with (folder / "records" / "protocol_sessions.csv").open(encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


def tab_to(page, name):
    """Go on with the Tab key until the button of this name has the focus."""
    for _ in range(30):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()") == name:
            return
    raise AssertionError(f"the Tab key does not reach {name}")


def now_on(page, title):
    step = page.locator('.tsa-steps [aria-current="step"]')
    expect(step).to_contain_text(title, timeout=20_000)


def fits(page):
    """Tell what is wrong with the page on a wide and on a narrow screen."""
    found = []
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 1000})
        found += broken_rules(page)
        wide = page.evaluate("document.documentElement.scrollWidth")
        found += [f"{wide} pixels wide on a screen of {width}"] if wide > width else []
    page.set_viewport_size({"width": 1280, "height": 1000})
    return found


def test_a_session_is_timed_and_saved_by_keyboard(served):
    page, folder = served
    before = sessions_of(folder)
    expect(page.get_by_role("button", name="Next step")).to_be_disabled()
    assert fits(page) == []
    page.get_by_label("School", exact=True).focus()
    page.keyboard.press("ArrowDown")
    tab_to(page, "Start")
    page.keyboard.press("Enter")
    now_on(page, "Presenting")
    said = page.get_by_role("status")
    expect(said).to_contain_text("Step 1 of 6, Presenting: 4 minutes.")
    clock = page.get_by_role("timer")
    expect(clock).to_contain_text(re.compile(r"0:0[2-9] gone, 3:5\d left"), timeout=20_000)
    expect(clock).to_have_attribute("aria-live", "off")
    assert fits(page) == []
    tab_to(page, "Next step")
    page.keyboard.press("Enter")
    now_on(page, "Clarifying questions")
    tab_to(page, "Leave this step out")
    page.keyboard.press("Enter")
    now_on(page, "Probing questions")
    expect(said).to_contain_text("Clarifying questions is left out. Step 3 of 6")
    page.get_by_role("button", name="Next step").focus()
    for title in ("Discussion", "Reflection of the presenter", "Reflection of the group"):
        page.keyboard.press("Enter")
        now_on(page, title)
    expect(page.get_by_role("button", name="End the last step")).to_be_focused()
    page.keyboard.press("Enter")
    expect(said).to_contain_text("The session is over.", timeout=20_000)
    minutes = page.get_by_label("Discussion (minutes)")
    expect(minutes).to_have_value("1")
    minutes.fill("7")
    assert fits(page) == []
    tab_to(page, "Save the session")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Saved as session-").last).to_be_visible(timeout=60_000)
    *earlier, row = sessions_of(folder)
    assert earlier == before
    assert [*row.values()][-6:] == ["1", "0", "1", "7", "1", "1"]
    tab_to(page, "Take the last one back")
    page.keyboard.press("Enter")
    expect(page.get_by_text("is taken back.").last).to_be_visible(timeout=30_000)
    assert sessions_of(folder) == before


def test_time_that_stands_is_not_counted_and_a_step_can_be_taken_back(served):
    page, _ = served
    clock = page.get_by_role("timer")
    page.get_by_role("button", name="Start", exact=True).click()
    expect(clock).to_contain_text(re.compile("0:0[1-9] gone"), timeout=20_000)
    page.get_by_role("button", name="Pause").click()
    expect(clock).to_contain_text("Paused.", timeout=20_000)
    stood = clock.inner_text()
    page.wait_for_timeout(2500)
    assert clock.inner_text() == stood
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("button", name="Next step").click()
    now_on(page, "Clarifying questions")
    expect(clock).to_contain_text(re.compile("0:0[1-9] gone"), timeout=20_000)
    page.get_by_role("button", name="Back one step").click()
    now_on(page, "Presenting")
    expect(clock).to_contain_text(re.compile("0:0[2-9] gone"), timeout=20_000)
