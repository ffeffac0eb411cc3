"""What a sentence is, and the lists of method and limits at the end of a report."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import ClassVar

from tsa_research.findings import Release, require_release
from tsa_research.prose.answers import weak_sections


class Sentence(str):
    """A headline: a text that shows itself as a paragraph in a notebook."""

    __slots__ = ()
    css_class: ClassVar[str] = "headline"

    def __repr__(self) -> str:
        return str(self)

    def _repr_html_(self) -> str:
        return f'<p class="{self.css_class}">{escape(self)}</p>'


class Note(Sentence):
    """A quieter line under a figure: how something was computed."""

    __slots__ = ()
    css_class = "note"


@dataclass(frozen=True)
class Limits:
    """What the data cannot show, as a list."""

    texts: tuple[str, ...]

    def __str__(self) -> str:
        return "\n".join(f"- {text}" for text in self.texts)

    __repr__ = __str__

    def _repr_html_(self) -> str:
        return "<ul>" + "".join(f"<li>{escape(text)}</li>" for text in self.texts) + "</ul>"


def limits(*releases: Release) -> Limits:
    """Collect what these results cannot show: their caveats, each once, and what is hidden."""
    texts = [caveat for release in releases for caveat in require_release(release).caveats]
    texts += [weak_sections(release) for release in releases if release.kind == "reliability"]
    texts += [_hidden(release) for release in releases if release.n_hidden]
    texts = [text for text in texts if text]
    return Limits(tuple(dict.fromkeys(texts)) or ("Nothing beyond what is said above.",))


def _hidden(release: Release) -> str:
    extent = "all" if release.shown.empty else "some"
    return f"{release.title}: {extent} figures are hidden. {release.rule}"


def method(*releases: Release) -> Note:
    """Say how some results were computed, in the words of their analyses."""
    texts = dict.fromkeys(require_release(release).method for release in releases)
    return Note("How this was computed. " + " ".join(texts))
