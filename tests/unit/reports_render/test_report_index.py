"""The page that lists the reports."""

from __future__ import annotations

from dataclasses import replace

import pytest
from bs4 import BeautifulSoup
from notebook_samples import style_digest

from tsa_research.errors import UsageError
from tsa_research.reports.index import IndexEntry, count_in_words, write_index
from tsa_research.reports.template.page import FOLDER

ONE = IndexEntry(
    href="river/trust.html",
    title="Trust survey",
    question="How much do we trust one another?",
    network="Hollin Valley (fictional)",
    alliance="Riverbend",
    cohort="2025",
    notebook="02_trust",
    made="22 November 2026",
)


def parsed(folder) -> BeautifulSoup:
    return BeautifulSoup((folder / "index.html").read_text("utf-8"), "html.parser")


def test_reports_are_grouped_by_network_cohort_and_alliance(tmp_path):
    entries = [
        ONE,
        replace(ONE, alliance="", href="all.html"),
        replace(ONE, alliance="Ash", href="ash.html"),
        replace(ONE, network="Another", href="b.html"),
    ]
    assert write_index(entries, tmp_path) == tmp_path / "index.html"
    page = parsed(tmp_path)
    assert [h.text for h in page.main.find_all(["h2", "h3", "h4"])] == [
        *("Another", "2025", "Riverbend"),
        *("Hollin Valley (fictional)", "2025", "The whole network", "Ash", "Riverbend"),
    ]
    assert page.header.find("p", class_="subtitle").text == "4 reports"
    assert len(page.main.find_all("li")) == 4


def test_the_link_is_the_question_and_says_for_whom(tmp_path):
    write_index([ONE], tmp_path)
    link = parsed(tmp_path).main.a
    assert link["href"] == "./river/trust.html"
    assert link.text == "How much do we trust one another? – Riverbend, 2025, Trust survey"


def test_links_to_different_pages_have_different_names_and_no_id_is_shown(tmp_path):
    forms = ("Trust survey", "Maturity audit")
    write_index([replace(ONE, title=form, href=f"{form}.html") for form in forms], tmp_path)
    page = parsed(tmp_path)
    assert len({link.text for link in page.main.find_all("a")}) == 2
    assert ONE.notebook not in page.text
    assert {p.text for p in page.main.find_all("p", class_="about")} == {
        f"{form} · {ONE.made}" for form in forms
    }


def test_what_was_not_made_is_marked_in_words_and_not_linked(tmp_path):
    entries = [replace(ONE, state="failed"), replace(ONE, state="nothing", title="Stages")]
    write_index(entries, tmp_path)
    page = parsed(tmp_path)
    assert page.main.find("a") is None
    states = {p.text for p in page.main.find_all("p", class_="state")}
    assert states == {"Failed", "Nothing to report"}


def test_a_failed_report_with_a_page_is_linked(tmp_path):
    (tmp_path / "river").mkdir()
    (tmp_path / "river" / "trust.html").write_text("what went wrong", "utf-8")
    write_index([replace(ONE, state="failed")], tmp_path)
    assert parsed(tmp_path).main.a["href"] == "./river/trust.html"


def test_hostile_names_are_text(tmp_path):
    name = '<script>x</script>" onload="x'
    hostile = IndexEntry("javascript:alert(1)", *[name] * 7)
    write_index([hostile], tmp_path)
    page = parsed(tmp_path)
    (script,) = page.find_all("script")
    assert script.string == (FOLDER / "index.js").read_text("utf-8")
    assert page.main.a["href"] == "./javascript%3Aalert%281%29"
    assert page.main.h2.text == name
    assert not [e for e in page.find_all(True) if "onload" in e.attrs]


def test_order_of_entries_does_not_matter_and_nothing_else_is_left_behind(tmp_path):
    entries = [ONE, replace(ONE, notebook="01_response"), replace(ONE, cohort="2024")]
    first = write_index(entries, tmp_path).read_bytes()
    second = write_index(entries[::-1], tmp_path).read_bytes()
    assert first == second
    assert [path.name for path in tmp_path.iterdir()] == ["index.html"]


def test_the_index_keeps_the_same_policy_and_has_one_title(tmp_path):
    html = write_index([ONE], tmp_path).read_text("utf-8")
    assert f"sha256-{style_digest(html)}" in html
    page = parsed(tmp_path)
    assert page.html["lang"] == "en-GB"
    assert [h.text for h in page.find_all("h1")] == ["Reports"]
    assert page.find(id=page.body.a["href"][1:]) is page.main


def test_an_empty_folder_has_an_index_too(tmp_path):
    write_index([], tmp_path)
    assert "There are no reports here yet." in parsed(tmp_path).main.text


def test_an_unknown_state_is_refused_with_the_nearest_one():
    with pytest.raises(UsageError, match="Did you mean failed"):
        replace(ONE, state="faild")


@pytest.mark.parametrize(
    ("states", "words"),
    [
        (["done"], "1 report"),
        (["done"] * 31, "31 reports"),
        (["done", "failed", "nothing"], "1 report, 1 failed, 1 with nothing to report"),
    ],
)
def test_counts_in_words(states, words):
    assert count_in_words([replace(ONE, state=state) for state in states]) == words


def test_the_page_on_which_alliances_are_compared_is_linked_where_there_is_one(tmp_path):
    other = replace(ONE, network="Another", href="other/trust.html")
    (tmp_path / "river").mkdir()
    (tmp_path / "river" / "compare.html").write_text("a comparison", "utf-8")
    write_index([ONE, other], tmp_path)
    (link,) = parsed(tmp_path).main.select("p.compare a")
    assert link["href"] == "./river/compare.html"
    assert link.find_parent("section").h2.text == ONE.network
