"""`tsa lab` in a real browser: start page, reports and widgets, and nothing asked for elsewhere."""

from __future__ import annotations

import json
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, expect
from served import TOKEN, free_port, open_app, run_tsa

from tsa_research.resources import shared_folder


@contextmanager
def lab(browser: Browser, network: str, folder: Path) -> Iterator[tuple[object, str]]:
    """Yield a context of the browser and the address of JupyterLab on a network."""
    port = free_port()
    nobody = {"BROWSER": "true", "JUPYTER_TOKEN": TOKEN, "JUPYTER_CONFIG_DIR": str(folder)}
    as_root = {"ServerApp": {"allow_root": True}}  # as machines for tests often are
    (folder / "jupyter_server_config.json").write_text(json.dumps(as_root))
    context = browser.new_context(viewport={"width": 1280, "height": 1000})
    asked = ["lab", "--no-browser", "--network", network, "--port", str(port)]
    with run_tsa(asked, port, folder, **nobody) as at:
        yield context, at
    context.close()


def test_the_lab_opens_on_the_start_page_and_compares_alliances(browser: Browser, tmp_path):
    with lab(browser, "example", tmp_path) as (context, address):
        with open_app(context, printed(tmp_path, address)) as (page, asked):
            run_all(page, "00_start.ipynb")
            head = page.get_by_role("heading", name="What data are in")
            expect(head).to_be_visible(timeout=60_000)
            link = page.get_by_role("link", name="How do alliances compare?")
            expect(link.first).to_be_visible()
            assert asked == []
        compare = f"{address}/lab/tree/notebooks/12_compare_alliances.ipynb?reset"
        with open_app(context, compare) as (page, asked):
            run_all(page, "12_compare_alliances.ipynb")
            view = page.locator(".tsa-view h2").first
            expect(view).to_contain_text("Trust survey", timeout=90_000)
            page.get_by_label("Split by", exact=True).select_option(label="Role")
            expect(view).to_contain_text("by role", timeout=20_000)
            assert asked == []
            assert page.get_by_text("official Jupyter news").count() == 0


def test_a_network_of_ones_own_has_notebooks_that_run_as_they_stand(browser: Browser, tmp_path):
    network = tmp_path / "network"
    shutil.copytree(shared_folder() / "data" / "example", network)
    with lab(browser, str(network), tmp_path) as (context, address):
        with open_app(context, printed(tmp_path, address)) as (page, _):
            expect(page.get_by_role("tab", name="00_start.ipynb")).to_be_visible(timeout=60_000)
        trust = f"{address}/lab/tree/02_trust_survey.ipynb?token={TOKEN}"
        with open_app(context, trust) as (page, asked):
            run_all(page, "02_trust_survey.ipynb")
            chart = page.locator(".jp-OutputArea img[src^='data:image/svg+xml']").first
            expect(chart).to_be_visible(timeout=120_000)
            expect(page.get_by_text(str(network)).first).to_be_visible()
            assert page.locator(".jp-OutputArea-output[data-mime-type*=error]").count() == 0
            assert asked == []
        coaching = f"{address}/lab/tree/17_coaching_entry.ipynb?reset"
        with open_app(context, coaching) as (page, asked):
            run_all(page, "17_coaching_entry.ipynb")
            expect(page.get_by_role("button", name="Save", exact=True)).to_be_visible(
                timeout=90_000
            )
            page.get_by_role("button", name="Save", exact=True).click()
            expect(page.get_by_text("Not saved yet.").first).to_be_visible(timeout=20_000)
            assert asked == []


def printed(folder: Path, address: str) -> str:
    """Return the address that is printed for the user, with the token that it leaves out."""
    for _ in range(100):
        said = re.search(rf"{address}/\S+\?token=", (folder / "server.log").read_text())
        if said:
            return f"{said[0]}{TOKEN}"
        time.sleep(0.1)
    raise AssertionError("no address is printed")


def run_all(page: Page, name: str) -> None:
    expect(page.get_by_role("tab", name=name)).to_be_visible(timeout=60_000)
    idle = page.get_by_role("button", name="Python 3 (ipykernel) | Idle")
    expect(idle).to_be_visible(timeout=60_000)  # what is run before is not run
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
