"""What readers are promised of every page, in the browser that they use."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urldefrag

import pytest
from axe_playwright_python.sync_playwright import Axe
from chromium import visit
from playwright.sync_api import BrowserContext

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
PAPER = 665
"""Width in CSS pixels between the margins of an A4 sheet."""
SHRINK = 1.25
"""How much wider a page may be: a browser shrinks it to the sheet, and 80 % can be read."""
STICKY = """
() => [...document.querySelectorAll('body *')]
  .filter(e => ['fixed', 'sticky'].includes(getComputedStyle(e).position) && e.offsetHeight)
  .map(e => e.outerHTML.slice(0, 80))
"""
OUT_OF_SIGHT = """
() => [...document.querySelectorAll('caption, .figure-title, td.base, th.base')]
  .filter(e => e.offsetWidth && e.getBoundingClientRect().right > innerWidth)
  .map(e => e.textContent)
"""
KEPT_WHOLE = """
() => [...document.querySelectorAll('.table-scroll')]
  .filter(e => e.querySelectorAll('tbody tr').length > 12)
  .filter(e => getComputedStyle(e).breakInside === 'avoid'
    || getComputedStyle(e.querySelector('thead')).display !== 'table-header-group')
  .map(e => e.getAttribute('aria-label'))
"""


def test_a_report_asks_for_nothing_but_itself_and_complains_of_nothing(
    every_report: Path, plain: BrowserContext
):
    page, asked, complaints = plain.new_page(), [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text))
    page.goto(every_report.as_uri())
    page.wait_for_load_state("networkidle")
    page.close()
    assert asked == [every_report.as_uri()]
    assert complaints == []


@pytest.mark.parametrize("width", [320, 1280])
def test_a_report_breaks_no_rule_of_accessibility(
    report: Path, inspected: BrowserContext, width: int
):
    with visit(inspected, report) as page:
        page.set_viewport_size({"width": width, "height": 900})
        rules = {"runOnly": {"type": "tag", "values": WCAG}, "resultTypes": ["violations"]}
        found = Axe().run(page, options=rules)
    broken = [
        (rule["id"], node["html"][:120])
        for rule in found.response["violations"]
        for node in rule["nodes"]
    ]
    assert broken == []


def test_a_report_fits_the_narrowest_screen(report: Path, phone: BrowserContext):
    with visit(phone, report) as page:
        assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_every_chart_shows_without_scripts(report: Path, scriptless: BrowserContext):
    with visit(scriptless, report) as page:
        for chart in page.locator("figure svg").all():
            box = chart.bounding_box()
            assert box is not None
            assert min(box["width"], box["height"]) > 0


def test_nothing_covers_the_text_on_paper(report: Path, plain: BrowserContext):
    with visit(plain, report) as page:
        page.emulate_media(media="print")
        assert page.evaluate(STICKY) == []
        assert page.locator("main").is_visible()
        assert not page.locator(".skip-link").is_visible()


def test_nothing_is_cut_off_on_paper(report: Path, plain: BrowserContext):
    with visit(plain, report) as page:
        page.set_viewport_size({"width": PAPER, "height": 900})
        page.emulate_media(media="print")
        assert page.evaluate("document.documentElement.scrollWidth") <= PAPER * SHRINK


def test_the_keyboard_reaches_the_text_first(report: Path, plain: BrowserContext):
    with visit(plain, report) as page:
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "main"


def test_every_link_leads_somewhere(report_pages: list[Path], plain: BrowserContext):
    dead = []
    for report in report_pages:
        with visit(plain, report) as page:
            links = page.evaluate("[...document.links].map(a => a.getAttribute('href'))")
            ids = page.evaluate("[...document.querySelectorAll('[id]')].map(e => e.id)")
        for link in links:
            address, fragment = urldefrag(link)
            beside = report.parent / unquote(address)
            if "://" not in link and not (fragment in ids if not address else beside.is_file()):
                dead.append((report.name, link))
    assert dead == []


def test_captions_titles_and_bases_are_in_sight_on_a_phone(report: Path, phone: BrowserContext):
    with visit(phone, report) as page:
        cut = page.evaluate(OUT_OF_SIGHT)
    assert cut == []


def test_a_long_table_goes_on_overleaf_under_its_headings(report: Path, plain: BrowserContext):
    with visit(plain, report) as page:
        page.emulate_media(media="print")
        kept = page.evaluate(KEPT_WHOLE)
    assert kept == []
