"""What a sentence is, and the lists of method and limits at the end of a report."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from tsa_research.findings import Release, require_release


@dataclass(frozen=True)
class Sentence:
    """A headline: prints as plain text, shows itself as a paragraph in a notebook."""

    text: str

    def __str__(self) -> str:
        return self.text

    __repr__ = __str__

    def _repr_html_(self) -> str:
        return f'<p class="headline">{escape(self.text)}</p>'


@dataclass(frozen=True)
class Note:
    """A quieter line under a figure: how something was computed."""

    text: str

    def __str__(self) -> str:
        return self.text

    __repr__ = __str__

    def _repr_html_(self) -> str:
        return f'<p class="note">{escape(self.text)}</p>'


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
    hidden = [release for release in releases if release.n_hidden]
    texts += [f"{release.title}: some figures are hidden. {release.rule}" for release in hidden]
    return Limits(tuple(dict.fromkeys(texts)) or ("Nothing beyond what is said above.",))


def method(*releases: Release) -> Note:
    """Say how some results were computed, in the words of their analyses."""
    texts = dict.fromkeys(require_release(release).method for release in releases)
    return Note("How this was computed. " + " ".join(texts))
