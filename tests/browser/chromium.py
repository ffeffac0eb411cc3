"""One Chromium that talks to nobody, for the tests and for the pictures."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

WCAG = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge")
QUIET = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--disable-quic",
    "--no-first-run",
)


@contextmanager
def open_chromium() -> Iterator[Browser]:
    """Yield a headless Chromium: ``TSA_CHROMIUM``, one on the path, or Playwright's own."""
    found = (shutil.which(program) for program in PROGRAMS)
    program = os.environ.get("TSA_CHROMIUM") or next(filter(None, found), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program, headless=True, args=list(QUIET)
        )
        yield browser
        browser.close()


@contextmanager
def visit(context: BrowserContext, report: Path) -> Iterator[Page]:
    """Yield the report in a new tab."""
    page = context.new_page()
    page.goto(report.as_uri())
    yield page
    page.close()


def broken_rules(page: Page) -> list[str]:
    """Return the rules of WCAG 2.2 AA that a page breaks, each with its first place."""
    rules = {"runOnly": {"type": "tag", "values": WCAG}, "resultTypes": ["violations"]}
    found = Axe().run(page, options=rules).response["violations"]
    return [f"{rule['id']}: {rule['nodes'][0]['html'][:200]}" for rule in found]
