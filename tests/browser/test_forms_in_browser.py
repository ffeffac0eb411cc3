"""Printed forms of every kind, in the browser from which they are printed."""

from __future__ import annotations

from pathlib import Path

import pytest
from chromium import broken_rules, visit
from playwright.sync_api import BrowserContext

from tsa_research.forms import make_form
from tsa_research.schemas.reading import load_instrument

PAPER = 680
"""Width in CSS pixels between the margins of an A4 sheet."""
CUT_OFF = """
() => [...document.querySelectorAll('th, td, li, p, h2')]
  .filter(e => e.scrollWidth > e.clientWidth + 1 && e.clientWidth)
  .map(e => e.textContent)
"""


@pytest.fixture(params=["trust_survey", "maturity_audit", "group_review"])
def sheet(request, tmp_path) -> Path:
    """Return a form with a wide scale, one with levels, and one with every kind of question."""
    path = tmp_path / f"{request.param}.html"
    path.write_text(make_form(load_instrument(request.param), "print"), encoding="utf-8")
    return path


@pytest.mark.parametrize("width", [320, 1280])
def test_a_form_breaks_no_rule_of_accessibility(sheet: Path, inspected: BrowserContext, width: int):
    with visit(inspected, sheet) as page:
        page.set_viewport_size({"width": width, "height": 900})
        found = broken_rules(page)
    assert found == []


def test_a_form_fits_the_narrowest_screen(sheet: Path, phone: BrowserContext):
    with visit(phone, sheet) as page:
        assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_nothing_of_a_form_is_cut_off_on_paper(sheet: Path, plain: BrowserContext):
    with visit(plain, sheet) as page:
        page.set_viewport_size({"width": PAPER, "height": 1000})
        page.emulate_media(media="print")
        assert page.evaluate("document.documentElement.scrollWidth") <= PAPER
        assert page.evaluate(CUT_OFF) == []
