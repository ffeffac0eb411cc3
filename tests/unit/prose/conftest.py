"""A realistic finding of every kind that has a headline, from the example network."""

from dataclasses import replace
from functools import cache

import pandas as pd
import pytest

from tsa_research.analyses import (
    action_points,
    agreement,
    asked,
    change,
    checks,
    claims,
    coaching,
    coaching_days,
    coaching_direction,
    coaching_engagement,
    coaching_extent,
    coaching_feedback,
    coaching_steps,
    compare,
    consensus,
    contrast,
    cycles,
    follow_up,
    gap,
    gap_tasks,
    ideal,
    item_quality,
    leaning,
    profile,
    progress,
    progress_means,
    progress_rest,
    promises,
    protocol,
    response,
    rest,
    stages,
    themes,
    tie_partners,
    tie_waves,
    ties,
    trajectories,
)
from tsa_research.findings import Finding
from tsa_research.policy import Policy
from tsa_research.printed_figures import open_figures
from tsa_research.record_study import open_records
from tsa_research.schemas.reading import load_instrument
from tsa_research.study import open_study


@cache
def study(instrument):
    return open_study("example", instrument, cohort="2024", alliance="tidewright")


def trust():
    return study("trust_survey")


def mentors():
    return study("mentor_skills_audit")


def maturity():
    return study("maturity_audit")


@cache
def printed_figures():
    return open_figures("published").claims


@cache
def review():
    return study("group_review")


@cache
def small_group():
    return open_study("example", "group_review", cohort="2024", alliance="sparrows-rest")


@cache
def observers():
    return open_study("example", "differentiation_rubric", cohort="2024", alliance="mossgate-fell")


@cache
def practice():
    names = ("lesson_study_cycles", "protocol_sessions")
    return open_records("example", *names, cohort="2024", alliance="tidewright")


@cache
def tie_record():
    return open_records("example", "ties", cohort="2024", alliance="tidewright")


def tied():
    return tie_waves.tie_waves(tie_record().table("ties"), tie_record().schools)


def titles():
    return tie_record().roster.school_titles


@cache
def agreed():
    return open_records("example", "action_points", cohort="2024", alliance="tidewright")


def actions():
    return agreed().table("action_points"), agreed().kind("action_points")


@cache
def coached():
    names = ("coaching_log", "gap_tasks")
    return open_records("example", *names, cohort="2024", alliance="tidewright")


def entries():
    return coached().table("coaching_log")


def tasks(by="alliance"):
    return gap_tasks.gap_tasks(coached().table("gap_tasks"), as_of=coached().as_of, by=by)


@cache
def promised():
    names = ("agreements", "consents", "lesson_study_cycles")
    return open_records("example", *names, cohort="2024", alliance="tidewright")


def practised():
    return practice().table("lesson_study_cycles")


def sessions():
    return practice().table("protocol_sessions"), practice().kind("protocol_sessions")


@cache
def outcomes(alliance="mossgate-fell", cohort="2024", network="example"):
    """Return the record of pupils' outcomes and its declaration."""
    opened = open_records(network, "pupil_outcomes", cohort=cohort, alliance=alliance)
    return opened.table("pupil_outcomes"), opened.kind("pupil_outcomes")


@cache
def trainees():
    opened = open_records("example", "trainee_grades", cohort="2024", alliance="tidewright")
    return opened.table("trainee_grades"), opened.kind("trainee_grades")


def compared(*waves):
    """Return one section of several alliances side by side, as for exploring."""
    by_alliance = profile.sections(*waves, by="alliance")
    rows = by_alliance.table.query("section == 'trust' and target == 'own_school'")
    table = rows.rename(columns={"group": "alliance"}).assign(group="")
    return replace(
        by_alliance,
        kind="comparison",
        table=table.reset_index(drop=True),
        keys=("alliance", "group", "section", "target", "wave"),
        parts=(),
        facts=by_alliance.facts | {"by": ""},
    )


def compared_shares():
    """Return a share of a record in several alliances, as for exploring."""
    opened = open_records("example", "gap_tasks", cohort="2024")
    tasks = gap_tasks.gap_tasks(opened.table("gap_tasks"), as_of=opened.as_of)
    named = {"n_handed_in": "count", "n_due": "whole", "share_handed_in": "share"}
    wanted = ["alliance", *named, "n", "n_schools"]
    table = tasks.table[wanted].rename(columns=named).assign(wave="Up to 16 November 2026")
    return replace(
        tasks,
        kind="compared_shares",
        table=table,
        keys=("alliance", "wave"),
        values=("count", "whole", "share"),
        parts=(),
        people=(),
        also=(),
        unanimous=None,
        facts={"things": "gap tasks that were due", "waves": ["Up to 16 November 2026"]},
    )


def first_and_latest(opened):
    return opened.first, opened.latest


def in_both(first, second):
    """Return two waves of the people who answered both: no matrix is shown of others."""
    both = set(first.responses["respondent"]) & set(second.responses["respondent"])
    for wave in (first, second):
        known = wave.responses["respondent"].isin(both)
        yield replace(wave, responses=wave.responses.loc[known])


def steps(opened):
    return opened.first, opened.latest, opened.policy


FINDINGS = {
    "books": lambda: checks.books(trust().books),
    "record_books": lambda: checks.record_books(practice().books),
    "response": lambda: response.response(trust().latest, trust().invited(trust().latest)),
    "response by school": lambda: response.response(
        trust().latest, trust().invited(trust().latest), by="school"
    ),
    "bounds": lambda: response.if_everyone_had_answered(
        trust().latest, trust().invited(trust().latest)
    ),
    "distribution": lambda: profile.distribution(trust().latest),
    "favourable": lambda: profile.favourable(trust().latest),
    "needs": lambda: profile.favourable(mentors().latest, weakest_first=True),
    "sections": lambda: profile.sections(*first_and_latest(mentors())),
    "comparison": lambda: compared(*first_and_latest(trust())),
    "compared_shares": compared_shares,
    "reliability": lambda: item_quality.reliability(trust().latest),
    "items": lambda: item_quality.items(trust().latest),
    "clustering": lambda: compare.clustering(trust().latest),
    "compare": lambda: compare.compare(trust().latest, "trust", target="alliance_colleagues"),
    "gap": lambda: gap.gap(trust().latest),
    "gap by membership": lambda: gap.gap(trust().latest, by="membership"),
    "change": lambda: change.matched_change(*first_and_latest(mentors())),
    "change_unmatched": lambda: change.unmatched_change(*first_and_latest(trust())),
    "movement": lambda: change.movement(
        *in_both(*first_and_latest(study("lesson_self_grade"))), "lesson_grade"
    ),
    "movement of statements": lambda: stages.movement_matrix(
        *steps(maturity()), target="own_school"
    ),
    "statements": lambda: stages.statements(*first_and_latest(maturity())),
    "stage_spread": lambda: stages.spread(maturity().latest, maturity().policy),
    "stage_movement": lambda: stages.stage_movement(*steps(maturity())),
    "stage_summary": lambda: stages.movement_summary(*steps(maturity())),
    "priorities": lambda: stages.priorities(
        maturity().latest, maturity().policy, target="own_school"
    ),
    "agreement": lambda: agreement.agreement(maturity().latest),
    "claims": lambda: claims.claims(printed_figures(), source="claims.csv"),
    "verdicts": lambda: claims.verdicts_by_case(printed_figures(), source="claims.csv"),
    "ticked": lambda: asked.ticked(review().first),
    "ranked": lambda: asked.ranked(review().latest),
    "comments": lambda: asked.comments(review().first, review().policy),
    "promises": lambda: promises.promises(
        promised().table("agreements"),
        promised().table("lesson_study_cycles"),
        as_of=promised().as_of,
    ),
    "consents": lambda: promises.consents(
        promised().table("consents"), promised().roster.participants, promised().kind("consents")
    ),
    "coding": lambda: themes.coding(review().latest),
    "themes": lambda: themes.themes(review().latest),
    "theme_agreement": lambda: themes.theme_agreement(review().latest),
    "coached": lambda: coaching_extent.coached(entries(), coached().schools),
    "action_steps": lambda: coaching.action_steps(entries(), as_of=coached().as_of),
    "action_steps by school": lambda: coaching.action_steps(
        entries(), as_of=coached().as_of, by="school"
    ),
    "outcomes": lambda: coaching.outcomes(entries(), as_of=coached().as_of),
    "how_soon": lambda: coaching_steps.how_soon(entries()),
    "met_by": lambda: coaching_steps.met_by(entries(), "practised", as_of=coached().as_of),
    "coverage": lambda: coaching_feedback.coverage(entries()),
    "see_name_do": lambda: coaching_feedback.see_name_do(entries()),
    "elements_written": lambda: coaching_feedback.elements_written(entries(), by="school"),
    "who_found": lambda: coaching_engagement.who_found(entries()),
    "who_found by school": lambda: coaching_engagement.who_found(entries(), by="school"),
    "who_found first and latest": lambda: coaching_direction.first_and_latest(entries()),
    "engagement_moved": lambda: coaching_direction.moved(entries()),
    "days": lambda: coaching_days.days(entries()),
    "reported": lambda: coaching_days.reported(entries(), as_of=coached().as_of),
    "reported by school": lambda: coaching_days.reported(
        entries(), as_of=coached().as_of, by="school"
    ),
    "gap_tasks": tasks,
    "gap_tasks by learning set": lambda: tasks("learning_set"),
    "gap_tasks by school": lambda: tasks("school"),
    "cycles": lambda: cycles.cycles(practised(), as_of=practice().as_of),
    "endings": lambda: cycles.endings(practised(), as_of=practice().as_of),
    "steps": lambda: cycles.steps(practised(), as_of=practice().as_of),
    "taking_part": lambda: cycles.taking_part(practised(), practice().schools),
    "contrast": lambda: contrast.contrast(study("enquiry_survey").latest),
    "consensus": lambda: consensus.consensus(review().latest),
    "consensus by statement": lambda: consensus.consensus(review().latest, of="item"),
    "action_points": lambda: action_points.action_points(*actions(), as_of=agreed().as_of),
    "agenda": lambda: action_points.agenda(*actions(), as_of=agreed().as_of),
    "leaning": lambda: leaning.leaning(*first_and_latest(review())),
    "leaning of a small group": lambda: leaning.leaning(small_group().latest),
    "shifts": lambda: leaning.shifts(*first_and_latest(review())),
    "ideal": lambda: ideal.ideal(review().latest, review().invited(review().latest)),
    "follow_up": lambda: follow_up.follow_up(review().latest, *actions(), as_of=agreed().as_of),
    "rest": lambda: rest.against_the_rest(study("enquiry_survey").latest),
    "agreement of observers": lambda: agreement.agreement(observers().latest),
    "network": lambda: ties.network(tied()),
    "tied_schools": lambda: ties.schools(tied()[-1], titles()),
    "ties": lambda: ties.pairs(tied()[-1], titles()),
    "tie_partners": lambda: tie_partners.partners(tied()[-1], "school-01", titles()),
    "tie_partners of one": lambda: tie_partners.partners(tied()[0], "school-03", titles()),
    "tie_changes": lambda: ties.changed(*tied(), titles()),
    "protocol": lambda: protocol.protocol(*sessions()),
    "protocol_steps": lambda: protocol.protocol_steps(*sessions()),
    "progress": lambda: progress.progress(*outcomes()),
    "progress by group": lambda: progress.progress(*outcomes(), by="group"),
    "progress by school": lambda: progress.progress(*outcomes(), by="school"),
    "progress without an interval": lambda: progress.progress(*outcomes("tidewright")),
    "progress_rest": lambda: progress_rest.against_the_rest(*outcomes()),
    "progress_means": lambda: progress_means.progress_means(*outcomes("etoile-moor", "2025")),
    "as_expected": lambda: progress.as_expected(*outcomes("tidewright")),
    "without_base": lambda: progress_means.without_base(
        *outcomes("aet", "2014", "published"), Policy(people_in_group=1)
    ),
    "trajectories": lambda: trajectories.trajectories(*trainees()),
    "grades": lambda: trajectories.grades_at_points(*trainees()),
    "points_graded": lambda: trajectories.points_graded(*trainees()),
}


@cache
def found(name):
    return FINDINGS[name]()


@pytest.fixture
def findings():
    """Every realistic finding."""
    return [found(name) for name in FINDINGS]


@pytest.fixture(params=FINDINGS)
def finding(request):
    """Every realistic finding in turn."""
    return found(request.param)


@pytest.fixture
def small():
    """Return a function that makes a finding from a few rows."""

    def make(kind, keys, values, rows, *, base="n", unit="people", **more):
        facts = {
            "question": "How is it?",
            "title": "How it is",
            "method": "Counted.",
            "scope": "group",
            "instrument": load_instrument("lesson_self_grade"),
        }
        table = pd.DataFrame(rows, columns=[*keys, *values, base])
        return Finding(
            kind=kind, table=table, keys=keys, values=values, base=base, unit=unit,
            n=int(table[base].sum()), **facts | more,
        )  # fmt: skip

    return make
