"""Two alliances, and the gap in trust, as a visitor has them: every control, by keyboard, alone."""

from __future__ import annotations

from itertools import product

import pytest
from chromium import broken_rules
from playwright.sync_api import Page, expect
from served import TOKEN, free_port, open_app, run_tsa

WIDTHS = (320, 1280)


def serve(notebook, tmp_path_factory):
    port, folder = free_port(), tmp_path_factory.mktemp(notebook)
    asked = ["explore", notebook, "--network", "example", "--no-browser", "--port", str(port)]
    return run_tsa([*asked, "--token", TOKEN], port, folder)


@pytest.fixture(scope="module")
def two_alliances(tmp_path_factory):
    with serve("two_alliances", tmp_path_factory) as address:
        yield address


@pytest.fixture(scope="module")
def trust_gap(tmp_path_factory):
    with serve("trust_gap", tmp_path_factory) as address:
        yield address


def opened(address, browser):
    """Yield the page; nothing may be asked for from elsewhere."""
    context = browser.new_context(viewport={"width": 1280, "height": 1000}, accept_downloads=True)
    with open_app(context, f"{address}/?token={TOKEN}") as (page, asked):
        expect(page.locator(".tsa-explore h2").first).to_be_visible(timeout=90_000)
        yield page
        assert asked == []
    context.close()


@pytest.fixture
def sides(two_alliances, browser):
    yield from opened(two_alliances, browser)


@pytest.fixture
def gap(trust_gap, browser):
    yield from opened(trust_gap, browser)


@pytest.fixture(params=["two_alliances", "trust_gap"])
def either(request, browser):
    yield from opened(request.getfixturevalue(request.param), browser)


def choose(page: Page, label: str, words: str) -> None:
    page.get_by_label(label, exact=True).select_option(label=words)


def heading(page: Page, begin: str):
    return page.locator(".tsa-view h2").filter(has_text=begin)


def test_each_side_follows_its_controls_and_the_sentence_follows_both(sides: Page):
    difference = sides.locator("h2", has_text="What differs").locator("xpath=following-sibling::p")
    before = difference.inner_text()
    choose(sides, "Left alliance", "Cohort 2024: Tidewright Alliance")
    expect(heading(sides, "Left: ")).to_contain_text("Tidewright", timeout=20_000)
    expect(difference).not_to_have_text(before, timeout=20_000)
    choose(sides, "Right wave", "Autumn 2025")
    expect(heading(sides, "Right: ")).to_contain_text("Autumn 2025", timeout=20_000)
    choose(sides, "Judged about", "The alliance")
    pictures = sides.locator(".tsa-view svg")
    for side in (0, 1):
        picture = f"document.querySelectorAll('.tsa-view svg')[{side}]"
        said = f"{picture}.getAttribute('aria-label').includes('the alliance')"
        sides.wait_for_function(said, timeout=20_000)
    assert pictures.count() == 2
    assert "alliance=tidewright" in sides.locator(".tsa-view pre").first.inner_text()


def test_swap_and_reset(sides: Page):
    first = [heading(sides, f"{side}: ").inner_text() for side in ("Left", "Right")]
    sides.get_by_role("button", name="Swap").click()
    expect(heading(sides, "Left: ")).to_have_text(first[1].replace("Right", "Left"), timeout=20_000)
    expect(heading(sides, "Right: ")).to_have_text(first[0].replace("Left", "Right"))
    expect(sides.locator('[role="status"]')).to_contain_text("exchanged")
    sides.get_by_role("button", name="Reset").click()
    expect(heading(sides, "Left: ")).to_have_text(first[0], timeout=20_000)


def test_each_side_is_saved_by_itself(sides: Page, tmp_path):
    places = {"left": "mossgate", "right": "sparrows"}
    kinds = [("CSV", b"\xef\xbb\xbf"), ("SVG", b"<svg"), ("PNG", b"\x89PNG")]
    for (side, place), (kind, begin) in product(places.items(), kinds):
        with sides.expect_download() as begun:
            sides.get_by_role("button", name=f"Save {kind} ({side})").click()
        path = tmp_path / begun.value.suggested_filename
        begun.value.save_as(path)
        assert place in path.name
        assert path.read_bytes().startswith(begin)


def test_bars_of_both_sides_stand_in_line(sides: Page):
    boxes = [sides.locator(".tsa-view svg").nth(side).bounding_box() for side in (0, 1)]
    assert boxes[0]["y"] == pytest.approx(boxes[1]["y"], abs=40)
    assert boxes[0]["x"] + boxes[0]["width"] <= boxes[1]["x"] + 1
    assert boxes[0]["width"] == pytest.approx(boxes[1]["width"], rel=0.05)


def test_the_gap_follows_every_control(gap: Page):
    view = gap.locator(".tsa-view").first
    choose(gap, "Alliance", "Cohort 2024: Tidewright Alliance")
    expect(view.locator("h2")).to_contain_text("Tidewright", timeout=20_000)
    choose(gap, "Split by", "Role")
    expect(view.locator("h2")).to_contain_text("by role", timeout=20_000)
    gap.get_by_role("checkbox", name="Spring 2026").check()
    expect(view.locator("h2")).to_contain_text("Spring 2026 and Autumn 2026", timeout=20_000)
    for facet in ("Openness", "Care", "Support"):
        gap.get_by_role("checkbox", name=facet).uncheck()
    expect(view.locator("h2")).to_contain_text("Trust survey: trust", timeout=20_000)
    expect(view.locator("table")).not_to_contain_text("Care")
    expect(view).to_contain_text("Base: ")
    gap.get_by_role("button", name="Reset").click()
    expect(view.locator("h2")).to_contain_text("Mossgate", timeout=20_000)


def test_a_gap_is_pinned_beside_the_next(gap: Page):
    first = gap.locator(".tsa-view h2").first.inner_text()
    expect(gap.locator(".tsa-view").nth(1)).to_be_hidden()
    gap.get_by_role("button", name="Pin this view").click()
    expect(heading(gap, "Pinned: ")).to_have_text(f"Pinned: {first}", timeout=20_000)
    choose(gap, "Split by", "School")
    expect(gap.locator(".tsa-view h2").first).to_contain_text("by school", timeout=20_000)
    assert heading(gap, "Pinned: ").inner_text() == f"Pinned: {first}"


def test_a_gap_can_be_saved(gap: Page):
    for kind in ("CSV", "SVG", "PNG"):
        with gap.expect_download() as begun:
            gap.get_by_role("button", name=f"Save {kind}").click()
        name = begun.value.suggested_filename
        assert name == f"gap-trust_survey-2024-mossgate-fell.{kind.lower()}"


def test_the_keyboard_is_enough_and_what_changed_is_said(either: Page):
    before = either.locator(".tsa-view h2").first.inner_text()
    either.locator("select").first.focus()
    either.keyboard.press("ArrowDown")
    expect(either.locator('[role="status"]')).to_contain_text("Changed.", timeout=20_000)
    assert either.locator(".tsa-view h2").first.inner_text() != before
    reached = set()
    for _ in range(40):
        either.keyboard.press("Tab")
        text = either.evaluate("document.activeElement.textContent.trim()")
        reached.add(text if len(text) < 40 else "a view")
        outline = either.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none", either.evaluate("document.activeElement.outerHTML.slice(0, 200)")
        if any(name.startswith("Save PNG") for name in reached):
            break
    assert "Reset" in reached
    assert any(name.startswith("Save CSV") for name in reached)


def test_no_rule_of_accessibility_is_broken_nothing_is_cut_and_no_code_is_shown(either: Page):
    for width in WIDTHS:
        either.set_viewport_size({"width": width, "height": 1000})
        either.wait_for_timeout(300)
        assert broken_rules(either) == []
        assert either.evaluate("document.documentElement.scrollWidth") <= width
        parts = "[...document.querySelectorAll('.tsa-explore, .tsa-view, .tsa-view .widget-html')]"
        assert either.evaluate(f"{parts}.every(part => part.scrollWidth <= part.clientWidth + 1)")
        named = "[...document.querySelectorAll('select, input')].every(e => e.labels.length)"
        assert either.evaluate(named)
    assert "two_alliances(" not in either.content()
    assert "trust_gap(" not in either.content()
