"""What a page of `tsa explore` leaves behind when it is closed: nothing."""

from __future__ import annotations

import json
import time

import psutil
import pytest
from playwright.sync_api import BrowserContext, Page, expect
from served import TOKEN, free_port, open_app, run_tsa

SOON = 20
"""Seconds within which the process behind a closed page has ended."""


@pytest.fixture
def app(tmp_path):
    port = free_port()
    asked = ["explore", "--network", "example", "--no-browser", "--port", str(port)]
    with run_tsa([*asked, "--token", TOKEN], port, tmp_path) as address:
        yield address


@pytest.fixture
def context(browser):
    context = browser.new_context()
    context.set_default_timeout(90_000)
    yield context
    context.close()


def kernels() -> set[int]:
    """Return the processes behind pages of the servers that were started from here."""
    found = set()
    for process in psutil.Process().children(recursive=True):
        try:
            words = process.cmdline()
        except psutil.Error:
            continue
        if any("ipykernel" in word for word in words):
            found.add(process.pid)
    return found


def until(number: int) -> int:
    """Wait until there are so many processes, and return how many there are."""
    for _ in range(SOON * 5):
        if len(kernels()) == number:
            break
        time.sleep(0.2)
    return len(kernels())


def visible(page: Page) -> None:
    expect(page.locator(".tsa-explore h2")).to_be_visible(timeout=90_000)


def test_a_page_that_is_reloaded_or_closed_ends_its_process(app: str, context: BrowserContext):
    with open_app(context, f"{app}/?token={TOKEN}") as (page, _):
        visible(page)
        first = kernels()
        assert len(first) == 1
        page.reload()
        visible(page)
        assert until(1) == 1
        assert kernels() != first
        page.close(run_before_unload=True)
        assert until(0) == 0


def test_no_other_page_can_end_the_process_in_its_place(app: str, context: BrowserContext):
    with open_app(context, f"{app}/?token={TOKEN}") as (page, _):
        visible(page)
        told = json.loads(page.locator("#jupyter-config-data").text_content())
        place = f"{app}/voila/api/shutdown/{told['kernelId']}"
        assert page.request.post(place).status == 403
        assert page.request.post(place, form={"_xsrf": "another"}).status == 403
        assert len(kernels()) == 1
