"""The offline page on which alliances are compared, in a real browser without a network."""

from __future__ import annotations

import json
import re
import struct
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlencode

import numpy as np
import pytest
from chromium import broken_rules, visit
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tsa_research.explore.asking import questions
from tsa_research.explore.choosing import ORDERS, Choice, choices, first_choice, fitted
from tsa_research.explore.keeping import open_cells
from tsa_research.explore.measures import MEASURES
from tsa_research.explore.offline import write_comparison
from tsa_research.explore.view import view

N_CHOICES = 60
KEY = ("instrument", "section", "target")
RECORDS = tuple((measure.record, measure.id, "") for measure in MEASURES) * 3


@pytest.fixture(scope="module")
def cells():
    return open_cells("example")


@pytest.fixture(scope="module")
def comparison(tmp_path_factory) -> Path:
    return write_comparison("example", tmp_path_factory.mktemp("reports"))


@pytest.fixture
def context(browser: Browser):
    context = browser.new_context(offline=True, viewport={"width": 1280, "height": 900})
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext, comparison: Path):
    with visit(context, comparison) as page:
        yield page


def figures_of(comparison: Path) -> dict:
    text = comparison.read_text(encoding="utf-8")
    return json.loads(re.search(r'id="figures">(.*?)</script>', text, re.DOTALL)[1])


def address(choice: Choice, figures: dict) -> str:
    """Return the part of the address that asks for a choice."""
    return urlencode(
        {
            "question": "|".join(choice.key),
            "cohort": choice.cohort,
            "by": choice.by,
            "order": choice.order,
            "alliances": ".".join(str(figures["alliances"].index(a)) for a in choice.alliances),
            "waves": ".".join(str(figures["waves"].index(w)) for w in choice.waves),
        }
    )


def at_random(cells, numbers: np.random.Generator, asked: tuple | None = None) -> Choice:
    asked = asked or list(questions(cells))[numbers.integers(len(questions(cells)))]
    choice = fitted(cells, replace(first_choice(cells), **dict(zip(KEY, asked, strict=True))))
    cohorts = list(choices(cells, choice).cohorts)
    choice = fitted(cells, replace(choice, cohort=str(numbers.choice(cohorts)), alliances=()))
    there = choices(cells, choice)
    return fitted(
        cells,
        replace(
            choice,
            by=str(numbers.choice(list(there.breakdowns))),
            order=str(numbers.choice(list(ORDERS))),
            alliances=tuple(name for name in there.alliances if numbers.random() < 0.6),
            waves=tuple(name for name in there.waves if numbers.random() < 0.6),
        ),
    )


def test_the_page_says_of_every_choice_what_the_notebook_says(page: Page, comparison: Path, cells):
    figures, numbers = figures_of(comparison), np.random.default_rng(20261125)
    for asked in (*[None] * N_CHOICES, *RECORDS):
        choice = at_random(cells, numbers, asked)
        expected = view(cells, choice)
        page.evaluate("asked => { location.hash = asked; }", address(choice, figures))
        expect(page.locator("#now h2")).to_have_text(expected.title)
        expect(page.locator("#now .headline")).to_have_text(expected.sentence)
        assert page.locator("#now .base").inner_text() == expected.base
        assert _cells(page) == _printed(expected)


def _cells(page: Page) -> list[list[str]]:
    rows: list[list[str]] = page.evaluate(
        "[...document.querySelectorAll('#now tbody tr')]"
        ".map(row => [...row.cells].map(cell => cell.textContent))"
    )
    return rows


def _printed(expected) -> list[list[str]]:
    """Return the cells of the notebook's table in the columns that the page has."""
    rows, n_figures = expected.release.table, 3 - bool(expected.choice.by)
    n_figures += expected.of_shares
    kept = [*("alliance", "group")[: 2 if expected.choice.by else 1], "wave"]
    names = rows[kept].to_numpy().tolist()
    if (rows["state"] == "shown").any():
        printed = [row for _, group in expected.table.groups for row in group]
        values = [[cell.text for cell in row[-n_figures:]] for row in printed]
    else:  # the notebook has a sentence in place of a table
        words = {"hidden": ("hidden", "hidden"), "none": ("no answers", "0")}
        values = [
            [words[state][0]] * (n_figures - 1) + [words[state][1]] for state in rows["state"]
        ]
    return [[*name, *value] for name, value in zip(names, values, strict=True)]


def test_each_control_changes_chart_sentence_table_and_what_is_announced(page: Page):
    said, chart = page.locator("#said"), page.locator("#now svg")
    expect(chart).to_have_count(1)
    changes = {
        "Question": "Trust survey: Care (alliance colleagues)",
        "Split by": "Role",
        "Order": "Least favourable first",
        "Cohort": "Cohort 2025",
    }
    for label, wanted in changes.items():
        before = (chart.get_attribute("aria-label"), _cells(page))
        page.get_by_label(label, exact=True).select_option(label=wanted)
        expect(chart).to_have_count(1)
        after = (page.locator("#now svg").get_attribute("aria-label"), _cells(page))
        assert after[1] != before[1], label
        expect(said).to_contain_text("Changed.")
        expect(said).to_contain_text(page.locator("#now .headline").inner_text())
    rows = len(_cells(page))
    page.locator("#alliances input").first.uncheck()
    assert 0 < len(_cells(page)) < rows
    rows = len(_cells(page))
    page.locator("#waves input").first.uncheck()
    assert 0 < len(_cells(page)) < rows


def test_a_view_is_pinned_and_everything_is_reset(page: Page):
    first = page.locator("#now h2").inner_text()
    page.get_by_role("button", name="Pin this view").click()
    page.get_by_label("Split by", exact=True).select_option(label="School")
    expect(page.locator("#beside h2")).to_have_text(f"Pinned: {first}")
    expect(page.locator("#now h2")).to_have_text(f"{first}, by school")
    page.get_by_role("button", name="Reset").click()
    expect(page.locator("#beside")).to_be_hidden()
    expect(page.locator("#now h2")).to_have_text(first)


def test_the_choice_stands_in_the_address(context: BrowserContext, page: Page, comparison: Path):
    page.get_by_label("Split by", exact=True).select_option(label="Role")
    page.locator("#alliances input").first.uncheck()
    shown = _cells(page)
    again = context.new_page()
    again.goto(page.url)
    assert _cells(again) == shown
    expect(again.locator("#now h2")).to_contain_text("by role")
    again.close()


def test_what_is_shown_can_be_saved(page: Page):
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save CSV").click()
    lines = Path(saved.value.path()).read_text(encoding="utf-8-sig").splitlines()
    assert saved.value.suggested_filename.startswith("trust_survey-trust-own_school")
    assert lines[0] == "Alliance,When,Mean,95% interval,People"
    assert len(lines) == 1 + len(_cells(page))
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save SVG").click()
    drawing = Path(saved.value.path()).read_text()
    assert drawing.startswith("<svg")
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save PNG").click()
    assert saved.value.suggested_filename.endswith(".png")
    picture = Path(saved.value.path()).read_bytes()
    assert picture.startswith(b"\x89PNG")
    drawn = page.locator("#now svg").evaluate("svg => [svg.clientWidth, svg.clientHeight]")
    wide, high = struct.unpack(">II", picture[16:24])
    assert wide == 2 * drawn[0]
    assert high > 2 * drawn[1], "there is no room for a title"


@pytest.mark.parametrize("width", [320, 1280])
def test_a_saved_picture_says_what_it_shows_and_nothing_is_cut_off(page: Page, width: int):
    page.set_viewport_size({"width": width, "height": 900})
    asked = page.locator("#question option").evaluate_all("all => all.map((one) => one.value)")
    for key in (asked[0], asked[-1]):
        page.locator("#question").select_option(key)
        expect(page.locator("#now svg")).to_have_count(1)
        page.wait_for_timeout(300)
        with page.expect_download() as saved:
            page.get_by_role("button", name="Save SVG").click()
        drawing = Path(saved.value.path()).read_text()
        page.evaluate(
            "text => { document.querySelector('#now .chart-scroll').innerHTML = text; }", drawing
        )
        words = page.locator("#now svg text").all_text_contents()
        said = "".join(words).replace(" ", "").replace("\n", "")
        base = page.locator("#now .base").inner_text()
        for text in (
            page.locator("#now h2").inner_text(),
            "The Lantern Coast network (fictional)",
            base,
        ):
            assert text.replace(" ", "").replace("\n", "") in said, text
        assert page.evaluate(CUT_OFF) == [], key


def test_the_chart_fits_the_page_after_a_phone_is_turned(page: Page):
    page.set_viewport_size({"width": 800, "height": 360})
    page.wait_for_timeout(400)
    page.get_by_role("button", name="Pin this view").click()
    expect(page.locator(".view svg")).to_have_count(2)
    for width in (360, 800):
        page.set_viewport_size({"width": width, "height": 800})
        fits = f"""() => [...document.querySelectorAll(".view svg")].every((svg) =>
          Math.abs(svg.clientWidth + 8 - svg.closest(".view").clientWidth) <= 8) && {width}"""
        page.wait_for_function(fits, timeout=5_000)
    expect(page.locator(".view svg")).to_have_count(2)


def test_a_pinned_view_can_be_put_away(page: Page):
    page.get_by_role("button", name="Pin this view").click()
    page.get_by_label("Split by", exact=True).select_option(label="School")
    page.get_by_role("button", name="Pin this view").click()
    expect(page.locator("#said")).to_contain_text("in place of the one before")
    title = page.locator("#now h2").inner_text()
    page.get_by_role("button", name="Unpin").click()
    expect(page.locator("#beside")).to_be_hidden()
    expect(page.locator("#now h2")).to_have_text(title)
    assert page.evaluate("document.activeElement.id") == "pin"
    expect(page.get_by_role("button", name="Unpin")).to_have_count(0)


@pytest.mark.parametrize("order", ["toString", "constructor", "__proto__", "none"])
def test_an_order_that_there_is_not_becomes_the_first(page: Page, order: str):
    page.evaluate("asked => { location.hash = asked; }", f"order={order}")
    expect(page.locator("#said")).to_contain_text("Changed.")
    assert page.locator("#order").input_value() == "listed"


def test_the_keyboard_is_enough(page: Page):
    page.locator("#question").focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "cohort"
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    expect(page.locator("#now h2")).to_contain_text(", by ")
    page.locator("#alliances input").first.focus()
    held = page.evaluate("document.activeElement.id")
    page.keyboard.press("Space")
    expect(page.locator(f"#{held}")).not_to_be_checked()
    assert page.evaluate("document.activeElement.id") == held
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"


@pytest.mark.parametrize("width", [320, 1280])
def test_the_page_breaks_no_rule_and_never_scrolls_sideways(
    browser: Browser, comparison: Path, width: int
):
    context = browser.new_context(offline=True, viewport={"width": width, "height": 900})
    with visit(context, comparison) as page:
        page.get_by_label("Split by", exact=True).select_option(label="School")
        page.get_by_role("button", name="Pin this view").click()
        expect(page.locator(".view svg")).to_have_count(2)
        assert broken_rules(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") == width
    context.close()


CUT_OFF = """() => [...document.querySelectorAll("#now svg")].flatMap((svg) => {
  const room = svg.getBoundingClientRect();
  return [...svg.querySelectorAll("text")].filter((text) => {
    const { left, right } = text.getBoundingClientRect();
    return left < room.left - 1 || right > room.right + 1;
  }).map((text) => text.textContent);
})"""


@pytest.mark.parametrize("width", [320, 1280])
def test_no_words_of_a_chart_are_cut_off(page: Page, width: int):
    page.set_viewport_size({"width": width, "height": 900})
    asked = page.locator("#question option").evaluate_all("all => all.map((one) => one.value)")
    for key in asked[::-1]:
        page.locator("#question").select_option(key)
        if page.locator("#now td.number").count():
            expect(page.locator("#now svg")).to_be_visible()
        assert page.evaluate(CUT_OFF) == [], key


def test_nothing_is_asked_for_and_no_policy_is_broken(context: BrowserContext, comparison: Path):
    page, asked, complaints = context.new_page(), [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(comparison.as_uri())
    expect(page.locator("#now svg")).to_have_count(1)
    assert [url for url in asked if url != comparison.as_uri()] == []
    assert complaints == []


def test_no_figure_that_is_hidden_is_in_the_file(comparison: Path, cells):
    figures = figures_of(comparison)
    hidden = [row for rows in figures["rows"].values() for row in rows if row[7] == 1]
    assert len(hidden) == (cells.table["state"] == "hidden").sum() > 0
    assert {cell for row in hidden for cell in row[3:7]} == {None}
