"""`tsa lab` in a real browser: it opens on the start page, and a notebook runs there offline."""

from __future__ import annotations

import json

from playwright.sync_api import Browser, expect
from served import TOKEN, free_port, open_app, run_tsa


def test_the_lab_opens_on_the_start_page_and_compares_alliances(browser: Browser, tmp_path):
    port = free_port()
    nobody = {"BROWSER": "true", "JUPYTER_TOKEN": TOKEN, "JUPYTER_CONFIG_DIR": str(tmp_path)}
    as_root = {"ServerApp": {"allow_root": True}}  # as machines for tests often are
    (tmp_path / "jupyter_server_config.json").write_text(json.dumps(as_root))
    context = browser.new_context(viewport={"width": 1280, "height": 1000})
    lab = ["lab", "--network", "example", "--port", str(port)]
    with run_tsa(lab, port, tmp_path, **nobody) as address:
        start = f"{address}/lab/tree/notebooks/00_start.ipynb?token={TOKEN}"
        with open_app(context, start) as (page, asked):
            run_all(page, "00_start.ipynb")
            expect(page.get_by_role("heading", name="What data are in")).to_be_visible(
                timeout=60_000
            )
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
    context.close()


def run_all(page, name):
    expect(page.get_by_role("tab", name=name)).to_be_visible(timeout=60_000)
    idle = page.get_by_role("button", name="Python 3 (ipykernel) | Idle")
    expect(idle).to_be_visible(timeout=60_000)  # what is run before is not run
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
