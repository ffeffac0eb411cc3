"""How numbers are printed: the only place that rounds, for tables, charts and sentences alike.

Halves are rounded away from zero, on the decimal value of the number. Means carry one decimal
only: with two, the answers of a small group can be worked out from its mean and its size.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from numbers import Real
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime

NOT_COMPUTABLE = "not computable"
HIDDEN = "hidden"
HIDDEN_MARK = "[c]"
"""Short for hidden (confidential) where a word is too wide, as in official statistics."""

EXACT = Context(prec=400, rounding=ROUND_HALF_UP)
"""Room for the digits of any float, before and behind the point."""

MINUS = "−"
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip
IRREGULAR = {"people": "person", "children": "child", "analyses": "analysis", "ties": "tie"}

Formatter = Callable[[object], str]


def computable(value: object) -> bool:
    """Return whether a value is a finite number; a missing one, or a reason, is not.

    >>> computable(0.5), computable(float("nan")), computable(None)
    (True, False, False)
    """
    return isinstance(value, Real) and math.isfinite(value)


def count(value: object) -> str:
    """Print a whole number, with a comma between the thousands.

    >>> count(3), count(1250)
    ('3', '1,250')
    """
    return _decimals(value, 0)


def share(value: object) -> str:
    """Print a share between 0 and 1 as a whole percentage.

    "100%" and "0%" are kept for exactly all and exactly none: everything closer to them than
    the rounding can show is "more than 99%" or "less than 1%".

    >>> share(2 / 3), share(0.125), share(0.996), share(0.004)
    ('67%', '13%', 'more than 99%', 'less than 1%')
    """
    if not computable(value):
        return NOT_COMPUTABLE
    percent = EXACT.multiply(_steady(value), Decimal(100))
    rounded = percent.quantize(Decimal(1), context=EXACT)
    if rounded == 100 and percent < 100:
        return "more than 99%"
    if rounded == 0 and percent > 0:
        return "less than 1%"
    return f"{_signed(rounded)}%"


def mean(value: object) -> str:
    """Print a mean with one decimal, never more.

    >>> mean(2.345), mean(2.25)
    ('2.3', '2.3')
    """
    return _decimals(value, 1)


def plotted_mean(value: object) -> float:
    """Return where a mean is drawn: at its printed value, since a picture can be measured.

    >>> plotted_mean(2.345), plotted_mean(None)
    (2.3, nan)
    """
    printed = mean(value)
    return float("nan") if printed == NOT_COMPUTABLE else float(printed.replace(MINUS, "-"))


def plotted_share(value: object) -> float:
    """Return a share as it is printed, for an order that tells no more than what is printed.

    >>> plotted_share(2 / 3), plotted_share(0.996), plotted_share(None)
    (0.67, 0.995, nan)
    """
    if not computable(value):
        return float("nan")
    ends = {"more than 99%": 0.995, "less than 1%": 0.005}
    printed = share(value)
    return ends[printed] if printed in ends else float(printed.rstrip("%")) / 100


def change(value: object) -> str:
    """Print a change in the unit of a measure with one decimal and its sign.

    >>> change(1.25), change(-0.5), change(0.04)
    ('+1.3', '−0.5', '0.0')
    """
    printed = mean(value)
    return printed if printed[0] in f"{MINUS}n" or float(printed) == 0 else f"+{printed}"


def coefficient(value: object) -> str:
    """Print a coefficient, such as an effect or a reliability, with two decimals.

    >>> coefficient(0.512), coefficient(-0.3), coefficient(-0.001)
    ('0.51', '−0.30', '0.00')
    """
    return _decimals(value, 2)


def p_value(value: object) -> str:
    """Print a p-value with three decimals, and never as 0 or, unless it is exactly 1, as 1.

    >>> p_value(0.0437), p_value(0.0004), p_value(0.9998)
    ('0.044', 'under 0.001', 'over 0.999')
    """
    if computable(value) and _steady(value) < Decimal("0.001"):
        return "under 0.001"
    if computable(value) and Decimal("0.999") < _steady(value) < 1:
        return "over 0.999"
    return _decimals(value, 3)


def interval(low: object, high: object, formatter: Formatter) -> str:
    """Print both ends of an interval, or say that there is none.

    >>> interval(0.12, 0.45, share)
    '12% to 45%'
    """
    if not (computable(low) and computable(high)):
        return NOT_COMPUTABLE
    return f"{formatter(low)} to {formatter(high)}"


def date(value: datetime.date) -> str:
    """Print a date in British order, with the month in words.

    >>> import datetime
    >>> date(datetime.date(2026, 11, 21))
    '21 November 2026'
    """
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def counted(value: object, things: str) -> str:
    """Print a number with what it counts, which is given in the plural.

    >>> counted(3, "people"), counted(1, "people"), counted(1, "lesson studies")
    ('3 people', '1 person', '1 lesson study')
    """
    return f"{count(value)} {singular(things) if value == 1 else things}"


def verb(value: object, singular: str, plural: str) -> str:
    """Return the form of a verb that goes with a count.

    >>> verb(1, "has", "have"), verb(0, "has", "have"), verb(12, "has", "have")
    ('has', 'have', 'have')
    """
    return singular if value == 1 else plural


def some(value: object) -> str:
    """Print a count inside a sentence, where nought is a word.

    >>> some(0), some(4)
    ('none', '4')
    """
    return "none" if value == 0 else count(value)


def singular(things: str) -> str:
    """Return the singular of a plural of ours: of its irregular word, or of its last word.

    >>> singular("people who moved"), singular("matched pairs"), singular("studies")
    ('person who moved', 'matched pair', 'study')
    >>> counted(1, "ties")
    '1 tie'
    """
    words = things.split(" ")
    for place, word in enumerate(words):
        if word in IRREGULAR:
            return " ".join([*words[:place], IRREGULAR[word], *words[place + 1 :]])
    last = words[-1]
    last = f"{last[:-3]}y" if last.endswith("ies") else last.removesuffix("s")
    return " ".join([*words[:-1], last])


def listed(names: Sequence[str]) -> str:
    """Join names into a list of words.

    >>> listed(["a", "b", "c"]), listed(["a"])
    ('a, b and c', 'a')
    """
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def _steady(value: object) -> Decimal:
    """Return the decimal that a number is written as, without the noise of binary sums."""
    return Decimal(repr(float(value))).quantize(Decimal("1e-12"), context=EXACT)  # type: ignore[arg-type]


def _decimals(value: object, places: int) -> str:
    if not computable(value):
        return NOT_COMPUTABLE
    return _signed(_steady(value).quantize(Decimal(1).scaleb(-places), context=EXACT))


def _signed(rounded: Decimal) -> str:
    return f"{MINUS if rounded < 0 else ''}{rounded.copy_abs():,}"


def words(text: object) -> str:
    """Return a quotation, or that there is none.

    >>> words("More time"), words("")
    ('“More time”', 'none released')
    """
    return f"“{text}”" if text else "none released"


SAID = {
    "most": "most say so",
    "differ": "they differ",
    "few": "few say so",
    "good": "good",
    "open": "open",
    "wanting": "wanting",
}
"""What the members of a group say, and what that means for it."""


def said(value: object) -> str:
    """Return in broad words what members say, or what it means for their group.

    >>> said("most"), said("wanting")
    ('most say so', 'wanting')
    """
    return SAID[str(value)]


def plain(value: object) -> str:
    """Return a text of ours as it is, or a dash.

    >>> plain("14 members"), plain("")
    ('14 members', '–')
    """
    return str(value) or "–"


@dataclass(frozen=True)
class Figure:
    """One column of figures: what it is called in plain words and how it is printed.

    A heading may hold the names of two targets, ``{own}`` and ``{other}``. A ``statistic`` is
    a figure that nobody can read without being told how it was computed.
    """

    heading: str
    formatter: Formatter
    statistic: bool = False


FIGURES = {
    "rows_in": Figure("Received", count),
    "rows_kept": Figure("Kept", count),
    "rows_set_aside": Figure("Set aside", count),
    "late": Figure("After the last day (kept)", count),
    "n_expectations": Figure("Rules checked", count),
    "worst": Figure("At worst", share),
    "best": Figure("At best", share),
    "icc1": Figure("ICC(1)", coefficient, statistic=True),
    "icc2": Figure("ICC(2)", coefficient, statistic=True),
    "rwg_j": Figure("rwg(J)", coefficient, statistic=True),
    "invited": Figure("Invited", count),
    "returned": Figure("Returned", count),
    "rate": Figure("Response rate", share),
    "count": Figure("Number", count),
    "whole": Figure("Of", count),
    "n_first": Figure("Put first", count),
    "share_first": Figure("Share put first", share),
    "n_ranked": Figure("Ranked at all", count),
    "words": Figure("In their words", words),
    "n_part": Figure("Held some", count),
    "n_none": Figure("Held none", count),
    "n_promised": Figure("Cycles promised", count),
    "n_held": Figure("Cycles held", count),
    "n_meetings": Figure("Meetings promised", count),
    "n_refused": Figure("Refused", count),
    "n_unanswered": Figure("Not answered", count),
    "n_of": Figure("Of so many coded", count),
    "n_answers": Figure("Answers", count),
    "n_coded": Figure("Coded", count),
    "n_twice": Figure("Coded by two", count),
    "n_alike": Figure("With the same themes", count),
    "share": Figure("Share", share),
    "n_favourable": Figure("Favourable answers", count),
    "share_favourable": Figure("Share favourable", share),
    "mean": Figure("Mean", mean),
    "mean_own": Figure("Mean, {own}", mean),
    "mean_other": Figure("Mean, {other}", mean),
    "n_own_better": Figure("{own} better", count),
    "n_same": Figure("Same", count),
    "n_other_better": Figure("{other} better", count),
    "effect": Figure("Effect (−1 to 1)", coefficient, statistic=True),
    "p_adjusted": Figure("Adjusted p-value", p_value, statistic=True),
    "n_before": Figure("Answered before", count),
    "n_after": Figure("Answered after", count),
    "n_better": Figure("Better", count),
    "n_worse": Figure("Worse", count),
    "superiority": Figure("Chance of the better answer", share, statistic=True),
    "improved": Figure("Can have improved", share, statistic=True),
    "n_gained": Figure("Gained", count),
    "share_gained": Figure("Share who gained", share),
    "gained": Figure("95% interval of the share", share),
    "n_lost": Figure("Lost", count),
    "median_change": Figure("Median change", change, statistic=True),
    "change": Figure("95% interval of the median", change),
    "mean_change": Figure("Mean change", change),
    "median_rest": Figure("Median change of the rest", change),
    "larger_gain": Figure("Chance of the larger gain", share, statistic=True),
    "n_once": Figure("Measured once only", count),
    "n_without": Figure("Nothing expected of", count),
    "mean_before": Figure("Mean before", mean),
    "mean_after": Figure("Mean after", mean),
    "n_ungraded": Figure("Without a grade", count),
    "n_up": Figure("Up", count),
    "n_down": Figure("Down", count),
    "share_at_or_above": Figure("Share at or above", share),
    "n_at_or_above": Figure("At or above", count),
    "n_schools_better": Figure("Schools up", count),
    "n_schools_worse": Figure("Schools down", count),
    "n_schools_own_better": Figure("Schools: {own} better", count),
    "n_schools_other_better": Figure("Schools: {other} better", count),
    "uninvited": Figure("Not on the list", count),
    "n_rest": Figure("In the rest", count),
    "n_rest_favourable": Figure("Favourable in the rest", count),
    "share_rest": Figure("Share in the rest", share),
    "alpha": Figure("Alpha", coefficient, statistic=True),
    "omega": Figure("Omega", coefficient, statistic=True),
    "exact": Figure("Same judgement", share),
    "within_one": Figure("At most one option apart", share),
    "n_items": Figure("Questions", count),
    "n_missing": Figure("Left out", count),
    "item_rest": Figure("Fit with the rest", coefficient, statistic=True),
    "n_answered": Figure("Answered", count),
    "n_tied": Figure("Work with another", count),
    "n_left_out": Figure("Left out", count),
    "n_ties": Figure("Ties", count),
    "n_confirmed": Figure("Both say so", count),
    "n_one_sided": Figure("Only one says so", count),
    "n_unconfirmed": Figure("The other not heard", count),
    "share_confirmed": Figure("Confirmed, where both answered", share),
    "share_possible": Figure("Of all possible ties", share),
    "n_parts": Figure("Separate parts", count),
    "n_outside": Figure("Schools elsewhere", count),
    "n_cut_off": Figure("Schools cut off without it", count),
    "betweenness": Figure("Betweenness (0 to 1)", coefficient, statistic=True),
    "says": Figure("What members say", said),
    "side": Figure("For the group", said),
    "said_before": Figure("{before}", said),
    "says_now": Figure("{after}", said),
    "side_before": Figure("For the group before", said),
    "counted": Figure("By the list", plain),
    "n_good": Figure("Statements seen well", count),
    "n_differ": Figure("They differ on", count),
    "n_wanting": Figure("Seen wanting", count),
    "n_actions": Figure("Actions", count),
    "n_waiting": Figure("Not done", count),
    "n_pairs": Figure("Pairs of members", count),
    "n_close": Figure("At most one answer apart", count),
    "n_done_in_time": Figure("Done in time", count),
    "n_done_late": Figure("Done late", count),
    "n_done": Figure("Done, no day set", count),
    "n_overdue": Figure("Overdue", count),
    "n_to_do": Figure("Open", count),
    "n_without_owner": Figure("Without an owner", count),
    "n_sessions": Figure("Sessions", count),
    "n_timed": Figure("Timed", count),
    "n_all_held": Figure("Every step held", count),
    "share_all_held": Figure("Share of the timed", share),
    "n_to_time": Figure("Every step to time", count),
    "expected": Figure("Minutes in the protocol", count),
    "median_minutes": Figure("Minutes taken (median)", mean),
    "n_over": Figure("Cycles that are over", count),
    "share_whole": Figure("Share whole", share),
    "share_on_time": Figure("Share on time", share),
    "n_stopped_before_planned": Figure("Stopped before planning", count),
    "n_stopped_before_taught": Figure("Stopped before teaching", count),
    "n_stopped_before_observed": Figure("Stopped before observing", count),
    "n_stopped_before_reviewed": Figure("Stopped before the review", count),
    "n_not_whole": Figure("Reviewed, a step left out", count),
    "n_no_cover": Figure("Cancelled: no cover", count),
    "n_cancelled_otherwise": Figure("Cancelled: other reason", count),
    "n_running": Figure("Still running", count),
    "n_on_time": Figure("Whole, on time", count),
    "n_late": Figure("Whole, late", count),
    "n_whole": Figure("Whole", count),
    "n_roster": Figure("Schools on the roster", count),
    "n_entries": Figure("Entries", count),
    "entries": Figure("Entries", count),
    "n_steps": Figure("Action steps", count),
    "n_practised": Figure("Practised", count),
    "n_people_due": Figure("People with something due", count),
    "n_schools_timed": Figure("Schools that timed every step", count),
    "n_people_over": Figure("People in cycles that are over", count),
    "n_due": Figure("Due", count),
    "n_met": Figure("Met", count),
    "n_not_noted": Figure("Due, not noted", count),
    "share_met": Figure("Share met", share),
    "n_open": Figure("Not due yet", count),
    "n_early": Figure("Done ahead", count),
    "n_undated": Figure("No day set", count),
    "mean_elements": Figure("Steps of feedback an entry (mean)", mean),
    "n_all_six": Figure("Entries with all six", count),
    "share_all_six": Figure("Share with all six", share),
    "n_towards": Figure("Towards the teacher", count),
    "n_away": Figure("Away from the teacher", count),
    "n_schools_towards": Figure("Schools: towards", count),
    "n_schools_away": Figure("Schools: away", count),
    "n_others": Figure("Teachers or coaches in other entries", count),
    "n_known": Figure("Counted", count),
    "median_days": Figure("Days (median)", mean),
    "days": Figure("Middle half (days)", mean),
    "n_observed": Figure("Observations", count),
    "n_next_day": Figure("Report by the next day", count),
    "n_later": Figure("Report later", count),
    "n_not_reported": Figure("No report noted", count),
    "share_next_day": Figure("Share by the next day", share),
    "n_tasks": Figure("Tasks", count),
    "n_in_time": Figure("On time", count),
    "share_in_time": Figure("Share on time", share),
    "n_handed_late": Figure("Late", count),
    "n_outstanding": Figure("Outstanding", count),
    "n_no_day": Figure("No day was due", count),
    "n_handed_in": Figure("Handed in", count),
    "share_handed_in": Figure("Share handed in", share),
    "n_assessed": Figure("Feedback given", count),
    "n_awaiting": Figure("Waiting for feedback", count),
    "n_complete": Figure("Complete", count),
    "n_to_revise": Figure("To be revised", count),
    "share_complete": Figure("Share complete", share),
    "n_fewest": Figure("People in the smallest set", count),
    "alpha_if_deleted": Figure("Alpha without it", coefficient, statistic=True),
}
"""Every column of figures that an analysis names, in the words of a table's heading."""


def figure(column: str) -> Figure:
    """Return how a column is headed and printed.

    A column that is not in :data:`FIGURES` is read by its prefix: ``n_`` counts, ``share_`` is
    a share, anything else is a coefficient.

    >>> figure("n_schools").heading, figure("rate").formatter(0.5)
    ('Schools', '50%')
    """
    if column in FIGURES:
        return FIGURES[column]
    words = column.removeprefix("n_").replace("_", " ").capitalize()
    by_prefix = {"n": count, "share": share, "mean": mean}
    return Figure(words, by_prefix.get(column.split("_")[0], coefficient))
