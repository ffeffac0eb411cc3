"""`tsa explore network_view` as a visitor has it: by mouse, by keyboard, without a network."""

from __future__ import annotations

import re
from itertools import product

import pytest
from chromium import broken_rules
from playwright.sync_api import Locator, Page, expect
from served import TOKEN, free_port, open_app, run_tsa

SCHOOL, OTHER = "Copperwick Middle School", "Velvetwick Primary"
WAIT = 20_000


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    port, folder = free_port(), tmp_path_factory.mktemp("network")
    asked = ["explore", "network_view", "--network", "example", "--no-browser"]
    with run_tsa([*asked, "--port", str(port), "--token", TOKEN], port, folder) as address:
        yield address


@pytest.fixture
def page(app, browser):
    context = browser.new_context(viewport={"width": 1280, "height": 1000}, accept_downloads=True)
    with open_app(context, f"{app}/?token={TOKEN}") as (page, asked):
        expect(page.locator(".tsa-explore h2")).to_be_visible(timeout=90_000)
        choose(page, "Alliance", "Tidewright Alliance, Cohort 2024")
        expect(words(page)).to_contain_text("Tidewright", timeout=WAIT)
        yield page
        assert asked == []
    context.close()


def choose(page: Page, label: str, entry: str) -> None:
    page.get_by_label(label, exact=True).select_option(label=entry)


def words(page: Page) -> Locator:
    return page.locator(".widget-html.tsa-view")


def on_the_map(page: Page, school: str) -> Locator:
    return page.get_by_role("button", name=re.compile(rf"^{school}, \d+ ties?$"))


def chosen(page: Page, school: str) -> None:
    """Wait until a school is chosen everywhere, or none if its name is empty."""
    pressed = page.locator('.tsa-map-school[aria-pressed="true"]')
    expect(pressed).to_have_count(1 if school else 0, timeout=WAIT)
    if school:
        expect(pressed).to_contain_text(school)
    title = f"Ties of {school}, " if school else "Ties, "
    expect(words(page).locator("h2")).to_contain_text(title, timeout=WAIT)
    listed = page.get_by_label("School", exact=True).locator("option:checked")
    expect(listed).to_have_text(school or "All schools", timeout=WAIT)


def test_a_school_that_is_clicked_has_its_ties_in_words(page: Page):
    on_the_map(page, SCHOOL).click()
    chosen(page, SCHOOL)
    expect(words(page)).to_contain_text(f"Works with {OTHER} on ")
    expect(page.locator('[role="status"]')).to_contain_text(f"{SCHOOL} works with 2 schools")
    assert page.locator("path.tsa-map-own").count() == 2
    widths = {
        name: page.locator(f"path.tsa-map-{name}").first.evaluate(
            "e => getComputedStyle(e).strokeWidth"
        )
        for name in ("own", "pale")
    }
    assert widths == {"own": "3.4px", "pale": "1px"}
    on_the_map(page, SCHOOL).click()
    chosen(page, "")


def test_every_tie_is_an_arc_and_what_is_known_of_it_is_told_by_the_line(page: Page):
    arcs = page.locator(".tsa-map-plan path")
    rows = words(page).locator("tbody tr")
    assert arcs.count() == rows.count() > 5
    dashes = arcs.evaluate_all("all => all.map(e => e.getAttribute('stroke-dasharray'))")
    said = rows.evaluate_all("all => all.map(e => e.textContent)")
    assert dashes.count("7 4") == sum("only one says so" in row for row in said) > 0
    assert dashes.count("1 0") == sum("both say so" in row for row in said) > 0
    inside = page.locator(".tsa-map-plan svg").bounding_box()
    for place in range(arcs.count()):
        box = arcs.nth(place).bounding_box()
        assert box["x"] + box["width"] <= inside["x"] + inside["width"] + 2
        assert box["y"] + box["height"] <= inside["y"] + inside["height"] + 2


def test_the_keyboard_is_enough(page: Page):
    page.get_by_label("School", exact=True).focus()
    for _ in range(30):
        page.keyboard.press("Tab")
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none", page.evaluate("document.activeElement.outerHTML.slice(0, 200)")
        if page.evaluate("document.activeElement.textContent").startswith(SCHOOL):
            break
    page.keyboard.press("Enter")
    chosen(page, SCHOOL)
    assert page.evaluate("document.activeElement.textContent").startswith(SCHOOL)
    page.keyboard.press("Escape")
    chosen(page, "")
    page.keyboard.press("Space")
    chosen(page, SCHOOL)


def test_the_list_chooses_on_the_map_as_well(page: Page):
    choose(page, "School", SCHOOL)
    chosen(page, SCHOOL)
    choose(page, "School", "All schools")
    chosen(page, "")


def test_wave_alliance_and_reset_change_what_is_seen(page: Page):
    choose(page, "School", SCHOOL)
    chosen(page, SCHOOL)
    choose(page, "Wave", "Autumn 2025")
    expect(words(page)).to_contain_text("Autumn 2025", timeout=WAIT)
    chosen(page, SCHOOL)
    choose(page, "Alliance", "Gullwing Alliance, Cohort 2025")
    expect(words(page)).to_contain_text("Gullwing", timeout=WAIT)
    chosen(page, "")
    expect(page.locator(".tsa-map-school")).to_have_count(5)
    expect(words(page)).to_contain_text(
        "tsa report collaboration_network -p cohort=2025 -p alliance=gullwing --network example"
    )
    page.get_by_role("button", name="Reset").click()
    expect(words(page)).not_to_contain_text("Gullwing", timeout=WAIT)


def test_what_is_seen_can_be_saved(page: Page, tmp_path):
    for kind, begin in [("CSV", b"\xef\xbb\xbf"), ("SVG", b"<svg"), ("PNG", b"\x89PNG")]:
        with page.expect_download() as begun:
            page.get_by_role("button", name=f"Save {kind}").click()
        path = tmp_path / begun.value.suggested_filename
        begun.value.save_as(path)
        assert path.name.startswith("collaboration_network-2024-tidewright-")
        assert path.read_bytes().startswith(begin)


def test_the_app_breaks_no_rule_of_accessibility(page: Page):
    for width, school in product((320, 1280), ("", SCHOOL)):
        page.set_viewport_size({"width": width, "height": 1000})
        choose(page, "School", school or "All schools")
        chosen(page, school)
        assert broken_rules(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        for button in page.locator(".tsa-map-school").all():
            box = button.bounding_box()
            assert box["height"] >= 24
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= width
            assert button.evaluate("e => e.scrollWidth <= e.clientWidth"), button.inner_text()
