"""Real Chromium over the reports as a reader gets them: ``make report`` comes first.

``TSA_REPORTS`` names another folder of reports, ``TSA_CHROMIUM`` another browser.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from chromium import open_chromium
from playwright.sync_api import Browser, BrowserContext

REPOSITORY = Path(__file__).resolve().parents[2]
REPORTS = Path(os.environ.get("TSA_REPORTS", REPOSITORY / "reports")).resolve()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test once for each page, or for the largest of each kind of page.

    Pages of one notebook or form differ in their figures alone: what holds for the fullest of
    them in the layout holds for the others. What they ask for is looked at in every one.
    """
    found = sorted(REPORTS.rglob("*.html"))
    for name, pages in (("every_report", found), ("report", _largest_of_each_kind(found))):
        if name in metafunc.fixturenames:
            names = [path.relative_to(REPORTS).as_posix() for path in pages]
            # Without a page, one run that fails and says why: never an empty, passing suite.
            metafunc.parametrize(name, pages or [None], ids=names or ["none"], indirect=True)


def _largest_of_each_kind(pages: list[Path]) -> list[Path]:
    by_size = sorted(pages, key=lambda path: path.stat().st_size)
    return sorted({page.name: page for page in by_size}.values())


@pytest.fixture
def report(request: pytest.FixtureRequest) -> Path:
    """One page, as a file."""
    return _there(request)


@pytest.fixture
def every_report(request: pytest.FixtureRequest) -> Path:
    """One page, as a file, for tests that look at every page."""
    return _there(request)


def _there(request: pytest.FixtureRequest) -> Path:
    if request.param is None:
        pytest.fail(f"There is no report in {REPORTS}: run make report first.")
    return request.param


@pytest.fixture(scope="session")
def report_pages() -> list[Path]:
    """Every page, as files."""
    found = sorted(REPORTS.rglob("*.html"))
    if not found:
        pytest.fail(f"There is no report in {REPORTS}: run make report first.")
    return found


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for all tests."""
    with open_chromium() as chromium:
        yield chromium


@pytest.fixture(scope="session")
def plain(browser: Browser) -> Iterator[BrowserContext]:
    """Yield a reader at a desk without a network."""
    yield from _context(browser, offline=True, viewport={"width": 1280, "height": 900})


@pytest.fixture(scope="session")
def phone(browser: Browser) -> Iterator[BrowserContext]:
    """Yield a reader with the narrowest screen that pages have to fit."""
    yield from _context(browser, offline=True, viewport={"width": 320, "height": 640})


@pytest.fixture(scope="session")
def scriptless(browser: Browser) -> Iterator[BrowserContext]:
    """Yield a reader who has switched scripts off."""
    yield from _context(browser, offline=True, java_script_enabled=False)


@pytest.fixture(scope="session")
def inspected(browser: Browser) -> Iterator[BrowserContext]:
    """Yield a context in which a page's policy does not keep a checker's script from running."""
    yield from _context(browser, offline=True, bypass_csp=True)


def _context(browser: Browser, **settings: object) -> Iterator[BrowserContext]:
    context = browser.new_context(**settings)
    yield context
    context.close()
