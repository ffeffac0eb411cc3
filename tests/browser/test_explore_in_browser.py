"""`tsa explore` as a visitor has it: every control, by keyboard, without a network."""

from __future__ import annotations

import re
from contextlib import closing
from http.client import HTTPConnection

import pytest
from chromium import broken_rules
from playwright.sync_api import Page, expect
from served import TOKEN, free_port, open_app, run_tsa


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    port, folder = free_port(), tmp_path_factory.mktemp("explore")
    asked = ["explore", "--network", "example", "--no-browser", "--port", str(port)]
    with run_tsa([*asked, "--token", TOKEN], port, folder) as address:
        yield address


@pytest.fixture
def page(app, browser):
    context = browser.new_context(viewport={"width": 1280, "height": 1000}, accept_downloads=True)
    with open_app(context, f"{app}/?token={TOKEN}") as (page, asked):
        expect(page.locator(".tsa-explore h2")).to_be_visible(timeout=90_000)
        yield page
        assert asked == []
    context.close()


def title(page: Page) -> str:
    return page.locator(".tsa-view h2").first.inner_text()


def choose(page: Page, label: str, words: str) -> None:
    page.get_by_label(label, exact=True).select_option(label=words)


def settled(page: Page, words: str) -> None:
    expect(page.locator(".tsa-view h2").first).to_contain_text(words, timeout=20_000)


def test_each_control_changes_sentence_chart_table_and_base(page: Page):
    choose(page, "Question", "Trust survey: Trust (alliance colleagues)")
    settled(page, "alliance colleagues")
    before = page.locator(".tsa-view").first.inner_html()
    for label, words in [("Split by", "Role"), ("Order", "Least favourable first")]:
        choose(page, label, words)
        expect(page.locator('[role="status"]')).to_contain_text("Changed.", timeout=20_000)
        page.wait_for_timeout(500)
        after = page.locator(".tsa-view").first.inner_html()
        assert after != before, label
        before = after
    settled(page, "by role")
    page.get_by_role("checkbox", name="Tidewright Alliance").uncheck()
    view = page.locator(".tsa-view").first
    expect(view).not_to_contain_text("Tidewright", timeout=20_000)
    assert "tidewright" not in view.locator("pre").inner_text()
    page.get_by_role("checkbox", name="Autumn 2025").uncheck()
    expect(view).not_to_contain_text("Autumn 2025", timeout=20_000)
    assert "Autumn 2025" not in view.locator("svg").get_attribute("aria-label")
    choose(page, "Cohort", "Cohort 2025")
    expect(view).to_contain_text("Saltlantern", timeout=20_000)
    assert re.search(r"Base: \d+ to \d+ people", view.inner_text())
    page.get_by_role("button", name="Reset").click()
    expect(view).to_contain_text("Tidewright", timeout=20_000)


def test_a_view_can_be_pinned_beside_the_next(page: Page):
    first = title(page)
    page.get_by_role("button", name="Pin this view").click()
    expect(page.locator(".tsa-view h2").nth(1)).to_have_text(f"Pinned: {first}", timeout=20_000)
    choose(page, "Question", "Trust survey: Care (own school)")
    settled(page, "Care")
    assert page.locator(".tsa-view h2").nth(1).inner_text() == f"Pinned: {first}"


def test_what_is_seen_can_be_saved(page: Page, tmp_path):
    for kind, begin in [("CSV", b"\xef\xbb\xbf"), ("SVG", b"<svg"), ("PNG", b"\x89PNG")]:
        with page.expect_download() as begun:
            page.get_by_role("button", name=f"Save {kind}").click()
        path = tmp_path / begun.value.suggested_filename
        begun.value.save_as(path)
        assert path.suffix == f".{kind.lower()}"
        assert path.read_bytes().startswith(begin)


def test_the_keyboard_is_enough_and_what_changed_is_said(page: Page):
    page.get_by_label("Question", exact=True).focus()
    before = title(page)
    page.keyboard.press("ArrowDown")
    expect(page.locator('[role="status"]')).to_contain_text("Changed.", timeout=20_000)
    assert title(page) != before
    reached = set()
    for _ in range(30):
        page.keyboard.press("Tab")
        reached.add(
            page.evaluate(
                "document.activeElement.textContent.trim() || document.activeElement.type"
            )
        )
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none", page.evaluate("document.activeElement.outerHTML.slice(0, 200)")
        if "Save PNG" in reached:
            break
    assert {"Pin this view", "Reset", "Save CSV", "checkbox"} <= reached


def test_the_app_breaks_no_rule_of_accessibility_and_shows_no_code(page: Page):
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 1000})
        page.wait_for_timeout(300)
        assert broken_rules(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert "compare_alliances(" not in page.content()


def ask(address: str, path: str, **headers: str) -> tuple[int, bytes]:
    with closing(HTTPConnection(address.removeprefix("http://"), timeout=30)) as connection:
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.read()


def test_without_the_token_nothing_is_served(app):
    for path in ("/", "/?token=wrong", "/api/kernels", "/api/contents", "/lab", "/tree"):
        status, body = ask(app, path)
        assert status in (302, 403), path
        assert body == b"", path


def test_with_the_token_only_the_app_is_served(app):
    given = {"Authorization": f"token {TOKEN}"}
    assert ask(app, "/", **given)[0] == 200
    for path in ("/api/contents", "/api/sessions", "/lab", "/tree", "/files/voila.json"):
        assert ask(app, path, **given)[0] in (302, 404), path
    assert ask(app, "/voila/files/voila.json", **given)[0] == 403


def test_missing_data_give_a_page_that_says_what_to_do(browser, tmp_path):
    from tsa_research.cli import main

    assert main(["init", str(tmp_path / "mine")]) == 0
    port = free_port()
    asked = ["explore", "--network", str(tmp_path / "mine"), "--no-browser", "--port", str(port)]
    context = browser.new_context()
    with (
        run_tsa([*asked, "--token", TOKEN], port, tmp_path) as address,
        open_app(context, f"{address}/?token={TOKEN}") as (page, _),
    ):
        expect(page.get_by_text("There is nothing to show yet")).to_be_visible(timeout=90_000)
        assert "tsa import" in page.content()
    context.close()


def test_the_start_page_names_commands_and_has_no_dead_links(browser, tmp_path):
    port = free_port()
    asked = ["explore", "start", "--no-browser", "--port", str(port), "--token", TOKEN]
    context = browser.new_context()
    with (
        run_tsa([*asked, "--network", "example"], port, tmp_path) as address,
        open_app(context, f"{address}/?token={TOKEN}") as (page, _),
    ):
        command = page.get_by_text("tsa explore compare_alliances --network example")
        expect(command).to_be_visible(timeout=90_000)
        assert page.locator("a[href$='.ipynb']").count() == 0
        assert "run the cells" not in page.content()
    context.close()
