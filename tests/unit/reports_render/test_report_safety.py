"""Names, comments and charts are hostile input: nothing of them may come alive."""

from __future__ import annotations

import re

import nbformat.v4 as v4
import pytest
from bs4 import BeautifulSoup
from notebook_samples import code, figure, heat_map, notebook, shown, text

from tsa_research.reports.render import render_notebook

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)><use href='https://evil.example/x.svg#a'/></svg>",
    "<iframe src='https://evil.example'></iframe>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href='//evil.example/x'>x</a>",
    "<a href='\\\\evil.example\\x'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<p style='background:url(https://evil.example)'>x</p>",
    "<link rel=stylesheet href=https://evil.example><style>@import 'https://evil.example'</style>",
    "<meta http-equiv=refresh content='0;url=https://evil.example'><base href=https://evil.example>",
    "<form action=https://evil.example><input name=x><button>go</button></form>",
    "<object data=x></object><embed src=x><video src=x></video><audio src=x></audio>",
    "</main></div></body><script>alert(1)</script>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<p aria-label='<h2>x</h2><img src=x onerror=alert(1)>'>x</p>",
    "<h2><img src=x onerror=alert(1)></h2>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<p tabindex=5 role=alert>x</p>",
]
LIVE = ("script", "iframe", "object", "embed", "img", "video", "audio", "form", "input", "button")


def hostile_notebook(name: str):
    """Return a notebook that shows ``name`` in every way in which a cell can show text."""
    words = {"title": name, "alt": name, "caption": name}
    error = v4.new_output("error", ename=name, evalue=name, traceback=[])
    printed = v4.new_output("stream", name="stdout", text=name)
    markdown = v4.new_output("display_data", data={"text/markdown": name})
    return v4.new_notebook(
        cells=[
            text(f"# Title {name}"),
            code(shown(f'<p class="context">{name}</p>')),
            text(f"## {name}\n\n{name}"),
            text("## Second"),
            code(shown(f"<p>{name}</p>"), shown(name), error, printed, markdown),
            code(figure(heat_map(), **words), source=name),
        ],
        metadata={"tsa": {"subtitle": name, "index": name}, "title": name},
    )


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_stays_inert(name):
    page = BeautifulSoup(render_notebook(hostile_notebook(name), include_code=True), "html.parser")
    assert page.find_all(LIVE) == []
    assert len(page.find_all("style")) == 1
    assert len(page.find_all("meta")) == 7
    assert len(page.find_all("h1")) == 1
    for element in page.find_all(True):
        assert not [a for a in element.attrs if a.startswith("on") or a in ("style", "src")]
        assert element.get("tabindex", "0") in ("0", "-1")
    for link in page.find_all("a", href=True):
        assert re.match(r"(#|\./|https?://|mailto:|[\w%][^:]*$)", link["href"]), link["href"]


def test_nothing_is_fetched():
    html = render_notebook(notebook(code(figure(heat_map(), title="a", alt="b"))))
    for sign in ("http://", "https://", "src=", "@import", "<script", "style=", "<link"):
        assert sign not in html
    assert set(re.findall(r"url\((.)", html)) == {"#"}


def test_links_between_reports_and_to_the_world_survive_without_a_referrer():
    page = BeautifulSoup(
        render_notebook(notebook(text("[a](other.html#x) [b](https://example.org)"))), "html.parser"
    )
    links = page.main.find_all("a")
    assert [a["href"] for a in links] == ["other.html#x", "https://example.org"]
    assert {" ".join(a["rel"]) for a in links} == {"noreferrer"}
