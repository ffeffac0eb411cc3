"""Sentences on what the members of a small group say, in broad words and without counts."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from tsa_research import numbers
from tsa_research.findings import Release
from tsa_research.naming import capital, lowered, name_of
from tsa_research.prose.superlatives import MOST_NAMES, among

RANKS = {"wanting": 0, "open": 1, "good": 2}


def leaning(release: Release, rows: pd.DataFrame) -> str:
    """Say how many statements most members see well, on which they differ, and what is wanting.

    It speaks of the latest wave only.
    """
    latest = release.facts["waves"][-1]
    rows = rows.loc[rows["wave"] == latest]
    release = release.only(release.table.loc[release.table["wave"] == latest])
    if rows.empty:
        return f"Too few members answered in the latest wave ({latest}) to say what most say."
    items = release.instrument.items if release.instrument is not None else ()
    turned = {item.title for item in items if item.reversed}
    if set(rows["statement"]) <= turned:
        return _signs(release, rows)
    good, differ, wanting = (rows.loc[rows["side"] == side] for side in ("good", "open", "wanting"))
    where = " that can be shown" if (release.table["state"] == "hidden").any() else ""
    count = "all" if len(good) == len(rows) > 1 else f"{numbers.some(len(good))} of"
    of = f"{count} {numbers.counted(len(rows), 'statements')}{where}"
    return _closed(
        f"Most members see {of} on the good side",
        _where("they differ on", release, differ),
        _where("most see a want in", release, wanting),
    )


def _where(rank: str, release: Release, rows: pd.DataFrame) -> str:
    """Name a few statements; of more say how many, and under which sections most of them stand."""
    if len(rows) <= MOST_NAMES:
        return _some(rank, rows["statement"].tolist())
    counts = rows["section"].value_counts(sort=False)
    most = counts.loc[counts == counts.max()].index
    titles = [f"“{name_of(release, 'section', section)}”" for section in most]
    often = f", most often under {numbers.listed(titles)}" if len(most) <= MOST_NAMES else ""
    return f"{rank} {len(rows)}{often}"


def _signs(release: Release, rows: pd.DataFrame) -> str:
    seen, differ = _titles(rows, "wanting"), _titles(rows, "open")
    where = among(release, len(rows), "signs of a failing group")
    of = where or f"of {numbers.counted(len(rows), 'signs of a failing group')}, "
    if not seen and not differ:
        return capital(f"{of}few members see any.")
    first = f"{of}most members see {_named(seen, 'signs') if seen else 'none'}"
    return _closed(capital(first), _some("they differ on", differ, "signs"))


def shifts(release: Release, rows: pd.DataFrame) -> str:
    """Say which statements have moved to a better side since the first wave, and which back."""
    steps = rows["side"].map(RANKS) - rows["side_before"].map(RANKS)
    up, down = (rows.loc[way, "statement"].tolist() for way in (steps > 0, steps < 0))
    said = numbers.counted(len(rows), "statements")
    where = " that can be shown" if (release.table["state"] == "hidden").any() else ""
    since = f"From “{release.facts['before']}” to “{release.facts['after']}”"
    if not up and not down:
        return f"{since}, members stayed on the same side of all {said}{where}."
    better = f"{since}, of {said}{where} {_moved(up)} to a better side"
    return _closed(f"{better}{_listed(up)}", f"{_moved(down)} to a worse one{_listed(down)}")


def ideal(release: Release, rows: pd.DataFrame) -> str:
    """Say which marks of a strong group most members see in place, and what the list says."""
    good, differ, wanting = (
        rows.loc[rows["side"] == side, "mark"].tolist() for side in ("good", "open", "wanting")
    )
    marks = among(release, len(rows), "marks of a strong group")
    of = marks or f"of {numbers.counted(len(rows), 'marks of a strong group')}, "
    names = "each" if len(good) == len(rows) else _named(good, "marks") if good else "none"
    said = _closed(
        capital(f"{of}most members see {names} in place"),
        _some("they differ on", differ),
        _some("few see in place", wanting),
    )
    counted = [text for text in rows["counted"] if text]
    return " ".join([said, *(f"By the list the group has {text}." for text in counted)])


def follow_up(release: Release, rows: pd.DataFrame) -> str:
    """Name the aspects in which members see a want, or differ, and nothing has been agreed."""
    sought = rows.loc[rows["n_differ"] + rows["n_wanting"] > 0]
    where = " that can be shown" if (release.table["state"] == "hidden").any() else ""
    if sought.empty:
        return f"Most members see every aspect{where} well."
    idle = [lowered(title) for title in sought.loc[sought["n_actions"] == 0, "aspect"]]
    said = numbers.counted(len(sought), "aspects")
    first = f"In {said}{where}, members differ or see something wanting"
    if not idle:
        actions, waiting = (int(sought[name].sum()) for name in ("n_actions", "n_waiting"))
        done = actions - waiting
        return (
            f"{first}; each of them has an action, and {numbers.some(done)} of "
            f"{numbers.counted(actions, 'actions')} {numbers.verb(done, 'is', 'are')} done."
        )
    what = "nothing" if len(idle) == len(sought) else f"for {numbers.listed(idle)} nothing"
    return f"{first}; {what} has been agreed on."


def _titles(rows: pd.DataFrame, side: str) -> list[str]:
    return rows.loc[rows["side"] == side, "statement"].tolist()


def _named(titles: Sequence[str], things: str) -> str:
    """Name a few, each in quotation marks; count more."""
    if len(titles) > MOST_NAMES:
        return f"{len(titles)} {things}"
    return numbers.listed([f"“{title}”" for title in titles])


def _some(rank: str, titles: Sequence[str], things: str = "statements") -> str:
    return f"{rank} {_named(titles, things)}" if titles else ""


def _listed(titles: Sequence[str]) -> str:
    return f" ({_named(titles, 'statements')})" if 0 < len(titles) <= MOST_NAMES else ""


def _moved(titles: Sequence[str]) -> str:
    return f"{numbers.some(len(titles))} moved"


def _closed(*clauses: str) -> str:
    """Join clauses into a sentence; empty ones are left out."""
    return f"{'; '.join(clause for clause in clauses if clause)}."
