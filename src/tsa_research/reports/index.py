"""The page that lists every report of a folder, so that nobody has to guess file names."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from tsa_research.errors import UsageError, nearest
from tsa_research.files import write_atomically
from tsa_research.reports.template.fragments import ContentsEntry
from tsa_research.reports.template.page import render_page, source_of

COMPARISON = "compare.html"
"""Name of the page on which a network's alliances are compared, in the network's folder."""
STATES = {
    "done": "",
    "failed": "Failed",
    "nothing": "Nothing to report",
    "stale": "Out of date",
}


@dataclass(frozen=True)
class IndexEntry:
    """One report, made or not, as the index shows it.

    Attributes
    ----------
    href : str
        Path of the page relative to the index; empty if there is none.
    title, question : str
        Name of the report and the question it answers; the question is the link.
    network, alliance, cohort : str
        What the report is about, as titles. No alliance means the whole network.
    notebook : str
        Name of the notebook that made it.
    made : str
        When it was made, as people write it.
    state : {"done", "failed", "nothing", "stale"}
        Whether it was made, failed, had nothing to report, or is out of date.
    note : str
        More on its state, such as why it failed.
    """

    href: str
    title: str
    question: str
    network: str
    alliance: str
    cohort: str
    notebook: str
    made: str
    state: str = "done"
    note: str = ""

    def __post_init__(self) -> None:
        if self.state not in STATES:
            raise UsageError(
                "A report is in a state that the index does not know.",
                where=self.href or self.title,
                expected=", ".join(STATES),
                got=self.state,
                next_step=nearest(self.state, STATES),
            )

    @property
    def state_in_words(self) -> str:
        """What the index says instead of, or beside, the link."""
        return STATES[self.state]


@dataclass(frozen=True)
class Group:
    """Entries that share a network, a cohort or an alliance, and the same in finer groups."""

    title: str
    id: str
    entries: tuple[IndexEntry, ...]
    parts: list[Group]


def write_index(entries: Sequence[IndexEntry], folder: Path) -> Path:
    """Write ``folder/index.html`` and return its path.

    The order of ``entries`` does not matter, so a batch may list them as they finish.
    A report that was not made is linked only if its page exists all the same.

    Parameters
    ----------
    entries : sequence of IndexEntry
        Every report that was asked for, the failed ones too.
    folder : Path
        The folder of the reports.
    """
    linked = {e.href for e in entries if e.href and _has_page(e, folder)}
    networks = _grouped(sorted(entries, key=_order), [_network, _cohort, _alliance], "network")
    page = render_page(
        "index.html.j2",
        scripts=[source_of("index.js")] if entries else [],
        networks=networks,
        contents=[ContentsEntry(group.id, group.title) for group in networks],
        counts=count_in_words(entries),
        linked=linked,
        comparisons={group.title: _comparison(group, folder) for group in networks},
    )
    path = folder / "index.html"
    write_atomically(path, page)
    return path


def count_in_words(entries: Sequence[IndexEntry]) -> str:
    """Return how many reports there are, and how many could not be made.

    >>> count_in_words([])
    '0 reports'
    """
    made, stale, failed, nothing = (
        sum(entry.state == state for entry in entries)
        for state in ("done", "stale", "failed", "nothing")
    )
    parts = [f"{made + stale} report{'' if made + stale == 1 else 's'}"]
    parts += [f"{stale} of them out of date"] if stale else []
    parts += [f"{failed} failed"] if failed else []
    parts += [f"{nothing} with nothing to report"] if nothing else []
    return ", ".join(parts)


def _order(entry: IndexEntry) -> tuple[str, ...]:
    """Return what entries are sorted by; the whole network comes before its alliances."""
    return entry.network, entry.cohort, entry.alliance, entry.notebook, entry.href, entry.title


def _network(entry: IndexEntry) -> str:
    return entry.network or "Reports"


def _cohort(entry: IndexEntry) -> str:
    return entry.cohort or "All cohorts"


def _alliance(entry: IndexEntry) -> str:
    return entry.alliance or "The whole network"


def _grouped(
    entries: Sequence[IndexEntry], titles: Sequence[Callable[[IndexEntry], str]], name: str
) -> list[Group]:
    """Return sorted entries as nested groups, one level for each kind of title."""
    if not titles:
        return []
    groups = []
    for number, (title, found) in enumerate(groupby(entries, titles[0]), start=1):
        members, identifier = tuple(found), f"{name}-{number}"
        groups.append(Group(title, identifier, members, _grouped(members, titles[1:], identifier)))
    return groups


def _comparison(network: Group, folder: Path) -> str:
    """Return the way to the page on which a network's alliances are compared, if there is one."""
    homes = dict.fromkeys(entry.href.split("/")[0] for entry in network.entries if entry.href)
    pages = [f"{home}/{COMPARISON}" for home in homes]
    return next((page for page in pages if (folder / page).is_file()), "")


def _has_page(entry: IndexEntry, folder: Path) -> bool:
    """Return whether a link would lead somewhere."""
    return entry.state == "done" or (folder / entry.href).is_file()
