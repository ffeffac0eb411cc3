"""Releases like those of the analyses, made from small tables."""

import itertools
from functools import cache
from types import SimpleNamespace

import pandas as pd
import pytest

from tsa_research import charts
from tsa_research.analyses.claim_verdicts import VERDICTS
from tsa_research.analyses.coaching_engagement import engagement_scale
from tsa_research.analyses.trajectories import grades_at_points
from tsa_research.disclosure import release
from tsa_research.findings import Finding
from tsa_research.policy import Policy
from tsa_research.schemas.reading import load_instrument, load_record_type

TITLE = (
    "Trust in the own school is stronger than trust in alliance colleagues on three of the four "
    "facets, most of all on openness"
)
TRUST, MENTORS, MATURITY = "trust_survey", "mentor_skills_audit", "maturity_audit"
SCHOOLS = (
    "Ashquill Primary", "Beckonmoor Academy", "Castlewick Infants", "Dunmarrow High",
    "Eastlantern Community College", "Fernquill Primary", "Grangewick School", "Hollymarsh Juniors",
    "Ivymarrow Special School", "Jubiltarn Academy", "Kingsquill Primary", "Lakemarrow High",
    "Moorlantern Primary", "St Quillan's Roman Catholic Primary",
)  # fmt: skip


def released(kind, instrument, rows, keys, values, *, unit="people", scope="alliance", facts=None):
    """Release rows; a base under 10 (or 3 judges) is hidden, a base of 0 has no answers."""
    finding = Finding(
        kind=kind,
        question="What is it like?",
        title=f"Table of {kind}",
        table=pd.DataFrame(rows, columns=[*keys, *values, "n"]),
        keys=keys,
        values=values,
        unit=unit,
        scope=scope,
        n=sum(row["n"] for row in rows),
        method="Counted.",
        instrument=instrument if not isinstance(instrument, str) else load_instrument(instrument),
        facts=facts or {},
    )
    return release(finding, Policy())


def answers(instrument_id, *, n=24, small=(), silent=()):
    """Give every item of an instrument a plausible spread of answers; level 4 stays unused."""
    instrument = load_instrument(instrument_id)
    rows = []
    for place, item in enumerate(instrument.items):
        base = 3 if item.id in small else 0 if item.id in silent else n
        codes = item.scale.reverse if item.reversed else int
        weights = {c: (c != 4) * (1 + (7 * r + place) % 9) for r, c in enumerate(item.scale.codes)}
        counts = {code: base * weight // sum(weights.values()) for code, weight in weights.items()}
        counts[item.scale.best_first[0]] += base - sum(counts.values())
        for code, count in counts.items():
            rows.append(
                {
                    "section": instrument.subscale_of[item.id].id,
                    "item": item.id,
                    "target": item.target or "",
                    "level": codes(code),
                    "count": count,
                    "share": count / base if base else float("nan"),
                    "n": base,
                }
            )
    keys = ("section", "item", "target", "level")
    return released("distribution", instrument, rows, keys, ("count", "share"))


def gaps(instrument_id, *, groups=("",)):
    """Give every section a gap; the last section of all has too few people."""
    instrument = load_instrument(instrument_id)
    pairs = list(itertools.product(groups, instrument.subscales))
    rows = [
        {
            "group": group,
            "section": section.id,
            "mean_own": 1.6 + 0.31 * place,
            "mean_other": 2.9 + 0.17 * place - 0.6 * (place % 3),
            "n": 4 if place == len(pairs) - 1 else 18 + place,
        }
        for place, (group, section) in enumerate(pairs)
    ]
    facts = {"own": "own school", "other": "alliance colleagues"}
    keys, values = ("group", "section"), ("mean_own", "mean_other")
    return released("gap", instrument, rows, keys, values, facts=facts)


def profile(instrument_id, *, waves=("September", "July"), target=""):
    """Give every section a mean per wave; the last row has too few people."""
    instrument = load_instrument(instrument_id)
    pairs = list(itertools.product(instrument.subscales, enumerate(waves)))
    rows = []
    for place, (section, (later, wave)) in enumerate(pairs):
        mean = 2.4 + 0.13 * (place // len(waves)) + 0.6 * later - 0.35 * (place % 5 == 3)
        keys = {"group": "", "section": section.id, "target": target, "wave": wave}
        interval = {"low": mean - 0.3, "high": mean + 0.35}
        n = 4 if place == len(pairs) - 1 else 0 if place == 4 else 23 - later
        rows.append({**keys, "mean": mean, **interval, "n": n})
    keys, values = ("group", "section", "target", "wave"), ("mean", "low", "high")
    return released("sections", instrument, rows, keys, values)


def moves(instrument_id, *, n=41):
    """Give every pair of codes a count, most of them on or above the diagonal."""
    instrument = load_instrument(instrument_id)
    codes = instrument.scales[0].codes
    rows = [
        {"before": before, "after": after, "count": max(0, 7 - 3 * abs(after - before - 1)), "n": n}
        for before, after in itertools.product(codes, codes)
    ]
    return released("movement", instrument, rows, ("before", "after"), ("count",))


def stage_counts(*, schools=6):
    """Count schools at each stage; two schools on one strand, and no statement on another."""
    instrument = load_instrument(MATURITY)
    strands = [item for item in instrument.items if item.target == "own_school"]
    rows = []
    for place, item in enumerate(strands[:-1]):
        n = 2 if place == 4 else schools
        counts = [(place + school * 2) % 7 for school in range(n)]
        for level in item.scale.codes:
            count = counts.count(level - 1)
            keys = {"dimension": instrument.subscale_of[item.id].id, "strand": item.id}
            about = {"target": "own_school", "wave": "Autumn 2025", "level": level}
            rows.append({**keys, **about, "count": count, "share": count / n, "n": n})
    keys = ("dimension", "strand", "target", "wave", "level")
    values = ("count", "share")
    return released("stage_spread", instrument, rows, keys, values, unit="schools", scope="schools")


def statements(*, waves=("Autumn 2025",)):
    """Give every school a stage on every strand, with one or two judges here and there."""
    instrument = load_instrument(MATURITY)
    strands = [item for item in instrument.items if item.target == "own_school"]
    rows = []
    for wave, (row, school), (column, item) in itertools.product(
        waves, enumerate(SCHOOLS), enumerate(strands)
    ):
        n = 2 if (row, column) in ((2, 3), (7, 8)) else 0 if (row, column) == (5, 0) else 4
        stage = 1 + (row * 5 + column * 3 + row * column) % 7 if n else float("nan")
        keys = {"school": school, "dimension": instrument.subscale_of[item.id].id}
        about = {"strand": item.id, "target": "own_school", "wave": wave}
        rows.append({**keys, **about, "stage": stage, "n": n})
    keys = ("school", "dimension", "strand", "target", "wave")
    return released(
        "statements", instrument, rows, keys, ("stage",), unit="judges", scope="statement"
    )


def stage_moves():
    """Count schools up, same and down per strand and target; one row is hidden."""
    instrument = load_instrument(MATURITY)
    rows = []
    for place, item in enumerate(instrument.items):
        up, down = (place * 5) % 7 + 1, (place * 3) % 4
        n = 2 if place == 4 else 0 if place == 10 else 14
        keys = {"group": "", "dimension": instrument.subscale_of[item.id].id, "strand": item.id}
        counts = {"n_up": up, "n_same": 14 - up - down, "n_down": down, "n": n}
        rows.append({**keys, "target": item.target, **counts})
    keys, values = ("group", "dimension", "strand", "target"), ("n_up", "n_same", "n_down")
    return released(
        "stage_movement", instrument, rows, keys, values, unit="schools", scope="statement"
    )


def verdicts():
    """Count six verdicts of two cases; three of them never occur in the first."""
    rows = [
        {"case": case, "verdict": verdict, "count": counts[place], "n": sum(counts)}
        for case, counts in (("Ashquill", (1, 0, 0, 0, 45, 70)), ("Beckonmoor", (0, 2, 1, 3, 4, 5)))
        for place, verdict in enumerate(VERDICTS)
    ]
    return released(
        "verdicts", None, rows, ("case", "verdict"), ("count",), unit="figures", scope="public"
    )


def shares():
    """Of four steps three are shown; nobody is behind the last."""
    rows = [
        {"step": step, "count": count, "n_over": 20, "share": count / 20, "n": n}
        for step, count, n in (("Plan", 20, 30), ("Teach", 13, 30), ("Look", 4, 3), ("Talk", 0, 0))
    ]
    return released("steps", None, rows, ("step",), ("count", "n_over", "share"))


def gains():
    """Make changes on two measures; one row is hidden, and one has no interval."""
    rows = [
        ("Mathematics (points)", "EAL", 14, 2.04, 1.0, 3.0),
        ("Mathematics (points)", "Others", 34, 1.0, float("nan"), float("nan")),
        ("Mathematics (points)", "SEND", 3, -1.0, -2.0, 0.0),
        ("Reading (marks)", "Others", 31, -3.5, -5.0, -0.5),
    ]
    names = ("measure", "group", "n", "median_change", "change_low", "change_high")
    values = ("median_change", "change_low", "change_high")
    rows = [dict(zip(names, row, strict=True)) for row in rows]
    return released("progress", None, rows, ("measure", "group"), values, unit="pupils")


@cache
def graded():
    """Make the grades of trainees at three points; nobody has one at the last."""
    kind = load_record_type("trainee_grades")
    rows = [
        {"trainee": f"t{n}", "school": f"s{n % 3}", "point": point, "graded": "2026-01-05",
         "grade": str(1 + (n + point) % 3)}
        for n in range(12)
        for point in (1, 2)
    ]  # fmt: skip
    return release(grades_at_points(pd.DataFrame(rows), kind), Policy())


def tied(schools, ends, *, left_out=()):
    """Tie some schools, given by their places, in three ways in turn; all have answered."""
    statuses = itertools.cycle(("both say so", "only one says so", "the other was not heard"))
    rows = [
        {"school": schools[a], "other": schools[b], "status": next(statuses), "n": 1}
        for a, b in ends
    ]
    facts = {"order": schools, "answered": schools, "left_out": list(left_out), "not_known": []}
    keys = ("school", "other", "status")
    return released("ties", None, rows, keys, (), unit="ties", scope="public", facts=facts)


LEVELS = {"First entries": (4, 3, 0, 13), "Latest entries": (9, 6, 5, 0), "Others": (1, 1, 1, 1)}


def engagement():
    """Give two groups entries of four levels; in the third there are too few people."""
    rows = [
        {
            "group": name,
            "level": level,
            "entries": count,
            "n_entries": sum(counts),
            "share": count / sum(counts),
            "n": 4 if name == "Others" else 15,
        }
        for name, counts in LEVELS.items()
        for level, count in enumerate(counts, start=1)
    ]
    facts = {"scale": engagement_scale(), "by": "entries"}
    values = ("entries", "n_entries", "share")
    return released("who_found", None, rows, ("group", "level"), values, facts=facts)


SIDES = {"Aims are clear": "open good", "Aims are looked at again": "good open",
         "Shared principles": "wanting wanting", "Trust within the group": "good open"}  # fmt: skip


def leanings(*, waves=("Launch", "Later")):
    """Place four statements on a side in each wave; of one too few answered the last."""
    sections = ("aims", "aims", "principles", "climate")
    rows = [
        {
            "section": section,
            "statement": title,
            "wave": wave,
            "says": "most",
            "side": side,
            "n": 4 if section == "climate" and wave == waves[-1] else 9,
        }
        for section, (title, sides) in zip(sections, SIDES.items(), strict=True)
        for wave, side in zip(waves, sides.split()[-len(waves) :], strict=True)
    ]
    keys, values = ("section", "statement", "wave"), ("says", "side")
    options = {"unit": "members", "scope": "members", "facts": {"waves": list(waves)}}
    return released("leaning", "group_review", rows, keys, values, **options)


DRAWINGS = {
    "dumbbell": lambda: (charts.dumbbell, gaps(TRUST), {}),
    "engagement_bars": lambda: (charts.engagement_bars, engagement(), {}),
    "leaning": lambda: (charts.leaning, leanings(), {}),
    "likert": lambda: (
        charts.likert,
        answers(TRUST, small=("means_well",), silent=("shares_practice",)),
        {"target": "own_school"},
    ),
    "movement": lambda: (charts.movement, moves("lesson_self_grade"), {}),
    "progress": lambda: (charts.progress, gains(), {}),
    "section_profile": lambda: (charts.section_profile, profile(MENTORS), {}),
    "share_bars": lambda: (charts.share_bars, shares(), {"key": "step", "whole": "n_over"}),
    "stage_map": lambda: (charts.stage_map, statements(), {}),
    "stage_spread": lambda: (charts.stage_spread, stage_counts(), {"target": "own_school"}),
    "tie_map": lambda: (charts.tie_map, tied(["Ash", "Elm", "Oak"], [(0, 1), (1, 2)]), {}),
    "trajectories": lambda: (charts.trajectories, graded(), {}),
    "verdict_table": lambda: (charts.verdict_table, verdicts(), {}),
    "stage_movement": lambda: (charts.stage_movement, stage_moves(), {"target": "own_school"}),
}


@cache
def drawing(name):
    """Return a release and the specification of the chart drawn from it."""
    draw, given, options = DRAWINGS[name]()
    return given, draw(given, title=TITLE, **options).to_dict()


@pytest.fixture(params=charts.__all__)
def drawn(request):
    """Every chart in turn: the release it was drawn from, and its specification."""
    return drawing(request.param)


@pytest.fixture(params=[TRUST, MENTORS], ids=["low is best", "high is best"])
def either_direction(request):
    return request.param


@pytest.fixture
def make():
    """Return the functions above, for tests that need their own releases."""
    return SimpleNamespace(
        answers=answers, engagement=engagement, gains=gains, gaps=gaps, graded=graded,
        leanings=leanings, moves=moves, profile=profile,
        released=released, shares=shares, stage_counts=stage_counts, stage_moves=stage_moves,
        statements=statements, tied=tied,
    )  # fmt: skip


@pytest.fixture
def layers():
    """Return a function that lists every layer of a specification with its data in rows."""

    def listed(part, datasets=None):
        datasets = part.get("datasets", datasets)
        parts = [*part.get("layer", []), *part.get("hconcat", []), *part.get("vconcat", [])]
        if "mark" in part:
            yield part, list(datasets[part["data"]["name"]]) if "data" in part else []
        for inner in parts:
            yield from listed(inner, datasets)

    return lambda specification: list(listed(specification))
