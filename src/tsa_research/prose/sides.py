"""What differs between two alliances that stand side by side, from their two releases only."""

from __future__ import annotations

from dataclasses import dataclass

from tsa_research import numbers
from tsa_research.findings import Release, require_release
from tsa_research.naming import lowered, matching, name_of, scale_for
from tsa_research.prose.sentence import Sentence
from tsa_research.prose.superlatives import MOST_NAMES

JUDGED = (
    "Schools judge themselves: a difference can lie in how strictly they judge as well as in what "
    "they do."
)
UNTOLD = "because too few schools have made a statement on one side or on both"
ALIKE = "Both sides show the same alliance at the same time."


@dataclass(frozen=True)
class _Strand:
    """How many schools have reached a positive stage on a strand, at the left and at the right."""

    title: str
    left: tuple[int, int]
    right: tuple[int, int]

    @property
    def ahead(self) -> float:
        """How much larger the share is at the left, in shares; exactly 0 where they are equal."""
        (ours, base), (theirs, other) = self.left, self.right
        return (ours * other - theirs * base) / (base * other)

    def __str__(self) -> str:
        own, other = (f"{numbers.some(n)} of {numbers.count(of)}" for n, of in self._larger_first)
        return f"{self.title} ({own} schools against {other})"

    @property
    def _larger_first(self) -> tuple[tuple[int, int], tuple[int, int]]:
        return (self.left, self.right) if self.ahead > 0 else (self.right, self.left)


def two_sides(
    left: Release, right: Release, *, names: tuple[str, str], target: str | None = None
) -> Sentence:
    """Say on how many strands which side has the larger share of schools at a positive stage.

    Nothing is said of chance: these are counts of all schools that made a statement.

    Parameters
    ----------
    left, right : Release
        Of kind ``stage_spread`` and of the same form.
    names : tuple of str
        What the two sides are called.
    target : str, optional
        Keep to what was judged of this target (an id).

    Raises
    ------
    TypeError
        If anything but a release was passed.
    """
    left, right = require_release(left), require_release(right)
    if names[0] == names[1]:
        return Sentence(ALIKE)
    strands = _strands(left, target)
    ours, theirs = _reached(left, target), _reached(right, target)
    both = [
        _Strand(title, ours[name], theirs[name])
        for name, title in strands.items()
        if name in ours and name in theirs
    ]
    if not both:
        return Sentence(f"How the two differ cannot be told on any strand, {UNTOLD}.")
    return Sentence(" ".join(_said(both, len(strands), names, _stage(left))))


def _said(both: list[_Strand], n: int, names: tuple[str, str], stage: str) -> list[str]:
    """Say who is ahead on how many strands, where most, and what cannot be told."""
    ahead, behind = ([s for s in both if s.ahead * sign > 0] for sign in (1, -1))
    level, untold = len(both) - len(ahead) - len(behind), n - len(both)
    leading, following = names if len(ahead) >= len(behind) else names[::-1]
    more, fewer = sorted((ahead, behind), key=len, reverse=True)
    reached = f"reached {stage} or beyond"
    of = f"{numbers.count(len(more))} of {numbers.counted(n, 'strands')}"
    texts = [
        f"On {of}, a larger share of the schools of {leading} than of {following} has "
        f"{reached}{_most(more)}."
        if more
        else f"On no strand has a larger share of the schools of one side {reached}."
    ]
    if fewer:
        texts.append(
            f"On {numbers.counted(len(fewer), 'strands')} it is the other way round{_most(fewer)}."
        )
    if level and more:
        texts.append(f"On {numbers.counted(level, 'strands')} the shares are equal.")
    if untold:
        texts.append(f"On {numbers.counted(untold, 'strands')} it cannot be told, {UNTOLD}.")
    return [*texts, JUDGED]


def _most(strands: list[_Strand]) -> str:
    """Name the strands with the largest difference, with the counts behind it."""
    largest = max(abs(strand.ahead) for strand in strands)
    tied = [strand for strand in strands if abs(strand.ahead) == largest]
    if len(tied) > MOST_NAMES or (len(tied) == len(strands) > 1):
        return ""
    lead = ": " if len(strands) == 1 else ", most of all on "
    return f"{lead}{numbers.listed([str(strand) for strand in tied])}"


def _strands(release: Release, target: str | None) -> dict[str, str]:
    """Return the strands of the form that were asked about a target, with their titles."""
    instrument = release.instrument
    items = instrument.items if instrument is not None else ()
    return {
        item.id: lowered(name_of(release, "strand", item.id))
        for item in items
        if target is None or item.target == target
    }


def _reached(release: Release, target: str | None) -> dict[str, tuple[int, int]]:
    """Return, for each strand that is shown, how many schools of how many are at such a stage."""
    if release.table.empty:
        return {}
    rows = matching(release, target=target)
    shown = rows.loc[rows["state"] == "shown"]
    return {
        str(name): (int(part.loc[part["level"].isin(_positive(release)), "count"].sum()), int(n))
        for (name, n), part in shown.groupby(["strand", "n"], sort=False)
    }


def _positive(release: Release) -> tuple[int, ...]:
    return scale_for(release, {}).positive


def _stage(release: Release) -> str:
    """Return the first of the positive stages, in words."""
    scale = scale_for(release, {})
    first = scale.positive[0] if scale.higher_is_better else scale.positive[-1]
    return scale.label(first).lower()
