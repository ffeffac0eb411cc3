"""What a report looks like as a document."""

from __future__ import annotations

import subprocess
import sys

import nbformat
import nbformat.v4 as v4
import pytest
from nbconvert.exporters import get_exporter
from notebook_samples import (
    code,
    figure,
    heat_map,
    notebook,
    page_of,
    shown,
    stacked_bars,
    style_digest,
    text,
)

from tsa_research.html_table import Cell, Table
from tsa_research.reports.render import ReportExporter, render_notebook

BASED = Cell("4", "number base")
WIDGET = "application/vnd.jupyter.widget-view+json"


def test_the_document_says_its_language_and_title_and_asks_not_to_be_found():
    page = page_of(text("## Findings"), subtitle="Spring 2026")
    assert page.html["lang"] == "en-GB"
    assert page.title.text == "Who answered? – Spring 2026"
    assert page.find("meta", charset="utf-8")
    assert page.find("meta", attrs={"name": "viewport"})
    assert page.find("meta", attrs={"name": "robots"})["content"] == "noindex"
    assert page.find("meta", attrs={"name": "referrer"})["content"] == "no-referrer"


def test_the_first_bytes_are_the_doctype():
    assert render_notebook(notebook()).startswith("<!doctype html>\n")


def test_the_title_stands_once_in_the_masthead():
    page = page_of(text("# Another title"), text("## Findings"))
    assert [h.text for h in page.find_all("h1")] == ["Who answered?"]
    assert page.header.h1
    assert [h.text for h in page.main.find_all("h2")] == ["Another title", "Findings"]


def test_the_line_about_network_and_cohort_moves_to_the_masthead_once():
    line = '<p class="context">Hollin &amp; Vale · Cohort 2025</p>'
    page = page_of(code(shown(line)), code(shown(line)))
    assert page.header.find("p", class_="context").text == "Hollin & Vale · Cohort 2025"
    assert len(page.main.find_all("p", class_="context")) == 1


def test_the_name_of_the_tab_begins_with_whom_the_report_is_about():
    line = (
        '<p class="context">Coast: <span class="about">Ash &amp; Elm, Cohort 2025. Trust survey'
        "</span>: Spring.</p>"
    )
    page = page_of(code(shown(line)))
    assert page.title.text == "Ash & Elm, Cohort 2025. Trust survey – Who answered?"
    plain = page_of(code(shown('<p class="context">Coast, Cohort 2025.</p>')))
    assert plain.title.text == "Coast, Cohort 2025 – Who answered?"


def test_headings_never_skip_a_level():
    page = page_of(text("#### Deep\n\n## Wide\n\n##### Deeper\n\n###### Deepest"))
    assert [h.name for h in page.find_all(["h1", "h2", "h3", "h4"])] == [
        *("h1", "h2", "h2", "h3", "h4")
    ]


def test_the_contents_lead_to_every_section():
    page = page_of(text("## Trust"), text("## Trust"), text("## 2024 – und Öl"))
    links = page.find("nav", attrs={"aria-label": "Contents"}).find_all("a")
    assert [a["href"] for a in links] == ["#trust", "#trust-2", "#section-2024-und-ol"]
    assert all(page.find(id=a["href"][1:]).name == "h2" for a in links)


def test_one_section_needs_no_contents():
    assert page_of(text("## Only")).find("nav") is None


def test_the_skip_link_comes_first_and_leads_to_main():
    page = page_of()
    first = page.body.find("a")
    assert first["class"] == ["skip-link"]
    assert page.find(id=first["href"][1:]) is page.main


def test_the_way_back_to_the_index_is_relative():
    page = page_of(index="../all reports.html")
    assert page.find("p", class_="way-back").a["href"] == "./../all%20reports.html"


def test_a_figure_has_a_name_a_description_and_a_numbered_caption():
    words = {"title": "Trust", "alt": "Trust rose.", "caption": "Read it so & so."}
    page = page_of(code(figure(heat_map(), **words)), code(figure(stacked_bars(), **words)))
    first, second = page.find_all("figure")
    assert first.figcaption.text == "Figure 1. Read it so & so."
    assert second.figcaption.text == "Figure 2. Read it so & so."
    assert first.svg["role"] == "img"
    named = [first.find(id=name).text for name in first.svg["aria-labelledby"].split()]
    assert named == ["Trust", "Trust rose."]


def test_the_title_of_a_figure_is_text_above_the_picture():
    words = {"title": "Trust rose", "alt": "Trust rose.", "caption": "Read it so."}
    page = page_of(code(figure(heat_map(), **words)), code(figure(heat_map())))
    named, nameless = page.find_all("figure")
    assert named.find(True).name == "p"
    assert named.find(class_="figure-title").text == "Trust rose"
    assert nameless.find(class_="figure-title") is None


def test_a_chart_that_scrolls_says_so_where_its_frame_is_narrow():
    page = page_of(code(figure(heat_map(), title="a")), code(figure(stacked_bars(), title="b")))
    narrow, wide = page.find_all("figure")
    assert narrow.find(class_="scroll-hint") is None
    frame = wide.find(class_="chart-scroll")
    assert frame.find_next_sibling().get("class") == ["scroll-hint"]
    assert f".{frame['class'][1]} + .scroll-hint" in page.style.text


def test_only_a_chart_too_wide_for_a_phone_can_be_scrolled():
    page = page_of(code(figure(heat_map(), title="a")), code(figure(stacked_bars(), title="b")))
    narrow, wide = page.find_all("figure")
    assert narrow.find(tabindex=True) is None
    assert wide.div["tabindex"] == "0"
    assert (wide.div["role"], wide.div["aria-label"]) == ("region", "Figure 2")
    assert f".{wide.div['class'][1]} svg" in page.style.text


def test_a_chart_without_words_says_that_it_has_none():
    page = page_of(code(figure(heat_map())))
    assert page.svg.title.text == "Figure 1"
    assert page.svg.desc.text == "No description was written for this chart."


def test_all_ids_are_unique_and_all_references_resolve():
    table = (
        '<table><thead><tr><th id="n">N</th></tr></thead><tr><td headers="n x">1</td></tr></table>'
    )
    page = page_of(
        *(code(figure(heat_map(), title="a", alt="b")) for _ in range(3)),
        *(code(shown(table)) for _ in range(2)),
        text("## Main\n\n## Contents"),
    )
    ids = [element["id"] for element in page.find_all(id=True)]
    assert len(ids) == len(set(ids))
    references = [e["headers"] for e in page.find_all(headers=True)]
    references = [name for names in references for name in names]
    assert references == ["n", "n-2"]
    addresses = [a["href"][1:] for a in page.find_all("a", href=True)]
    assert set(references + addresses) <= set(ids)


def test_a_table_from_markdown_gets_scope_and_a_scroller():
    page = page_of(text("|a|b|\n|-|-|\n|1|2|"))
    frame = page.find("table").parent
    assert frame["class"] == ["table-scroll"]
    assert frame["tabindex"] == "0"
    assert {th["scope"] for th in page.find_all("th")} == {"col"}


def test_our_own_table_is_not_wrapped_again_and_its_headings_stand_over_the_figures():
    table = (
        '<div class="table-scroll" role="region" aria-label="Scores" tabindex="0">'
        '<table class="tsa"><caption>Scores</caption><thead><tr><th scope="col">School</th>'
        '<th scope="col">Mean</th></tr></thead><tbody><tr><th scope="row">A</th>'
        '<td class="number">3.1</td></tr><tr><th scope="row">B</th>'
        '<td class="hidden-value">hidden</td></tr></tbody></table></div>'
    )
    page = page_of(code(shown(table)))
    assert len(page.find_all(class_="table-scroll")) == 1
    assert [th.get("class") for th in page.thead.find_all("th")] == [None, ["number"]]
    assert page.find("td", class_="hidden-value").text == "hidden"


def test_the_heading_of_the_base_stays_in_sight_with_it():
    table = Table("Scores", ("School", "Judges"), (("", ((Cell("A", "header"), BASED),)),), ())
    page = page_of(code(shown(table._repr_html_())))
    assert page.thead.find_all("th")[1]["class"] == ["number", "base"]
    assert page.tbody.td["class"] == ["number", "base"]


def test_a_mark_is_seen_and_its_meaning_is_said():
    cell = Cell("hidden", "hidden-value", mark="[c]")
    table = Table("Scores", ("School", "A"), (("", ((Cell("A", "header"), cell),)),), ())
    seen, said = page_of(code(shown(table._repr_html_()))).tbody.td.find_all("span")
    assert (seen.text, seen["aria-hidden"]) == ("[c]", "true")
    assert (said.text, said["class"], said.get("style")) == ("hidden", ["visually-hidden"], None)


def test_code_is_left_out():
    page = page_of(code(shown("<p>seen</p>")), code(source="given = 1", tags=("parameters",)))
    assert "secret_step" not in page.text
    assert "given" not in page.text
    assert "seen" in page.main.text


def test_code_can_be_folded_in():
    page = page_of(code(source="x < 1"), include_code=True)
    assert page.details.summary.text == "How this was computed"
    assert page.details.pre.text == "x < 1"


@pytest.mark.parametrize("include_code", [True, False])
def test_an_interactive_cell_is_dropped_whole(include_code):
    page = page_of(code(shown("<p>seen</p>"), tags=("interactive",)), include_code=include_code)
    assert "seen" not in page.text
    assert "secret_step" not in page.text


def test_a_widget_is_dropped_with_its_plain_text():
    page = page_of(code(shown("<p>IntSlider</p>", **{WIDGET: {"model_id": "1"}})))
    assert "IntSlider" not in page.text


def test_printed_text_stays_and_warnings_of_libraries_do_not():
    out = v4.new_output("stream", name="stdout", text="\x1b[1mkept  <b>\x1b[0m\n")
    err = v4.new_output("stream", name="stderr", text="FutureWarning")
    page = page_of(code(out, err))
    assert page.find("pre", class_="printed").text == "kept  <b>"
    assert "FutureWarning" not in page.text


def test_an_error_is_a_plain_sentence_without_a_traceback():
    trace = ["\x1b[31m/home/someone/private.py\x1b[0m"]
    error = v4.new_output("error", ename="KeyError", evalue="\x1b[31m'<i>'\x1b[0m", traceback=trace)
    page = page_of(code(error))
    assert page.find(class_="problem").text.strip() == (
        "This part of the report could not be made. KeyError: '<i>'"
    )
    assert "private" not in page.text


def test_markdown_and_plain_text_outputs_are_shown():
    markdown = v4.new_output("display_data", data={"text/markdown": "*so*", "text/plain": "no"})
    plain = v4.new_output("execute_result", data={"text/plain": "42"}, execution_count=1)
    page = page_of(code(markdown, plain))
    assert page.main.em.text == "so"
    assert page.find("pre", class_="printed").text == "42"


def test_a_notebook_without_a_title_still_makes_a_page():
    assert "<h1>Report</h1>" in render_notebook(v4.new_notebook())


def test_the_same_notebook_gives_the_same_bytes():
    book = notebook(code(figure(heat_map(), title="a", alt="b")), text("## One\n\n## Two"))
    assert render_notebook(book) == render_notebook(book)


def test_the_notebook_is_left_as_it_was():
    book = notebook(code(shown("<p>seen</p>")))
    before = nbformat.writes(book)
    render_notebook(book)
    assert nbformat.writes(book) == before


def test_the_policy_names_the_one_style_block():
    html = render_notebook(notebook())
    assert html.count("<style>") == 1
    assert (
        f"default-src 'none'; style-src 'sha256-{style_digest(html)}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    ) in html.replace("&#39;", "'")


def test_nbconvert_can_use_the_exporter_on_a_file(tmp_path):
    path = tmp_path / "book.ipynb"
    nbformat.write(notebook(text("## Findings")), path)
    exporter = get_exporter("tsa_research.reports.render.ReportExporter")
    assert exporter is ReportExporter
    body, resources = exporter().from_filename(str(path))
    assert body.startswith("<!doctype html>")
    assert resources["output_extension"] == ".html"


def test_the_index_and_the_charts_do_not_load_nbconvert():
    ask = "import sys, tsa_research.reports.index, tsa_research.reports.svg; "
    loaded = subprocess.run(
        [sys.executable, "-c", ask + "print('nbconvert' in sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert loaded.stdout.strip() == "False"
