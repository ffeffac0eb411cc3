"""What can be asked of records: shares that a cohort's reports print alliance by alliance."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from tsa_research import numbers
from tsa_research.analyses import coaching, cycles, gap_tasks, protocol
from tsa_research.disclosure import release
from tsa_research.explore.shares import Share
from tsa_research.findings import Finding, Scope
from tsa_research.policy import Policy
from tsa_research.record_study import RecordStudy
from tsa_research.schemas.reading import load_record_type


@dataclass(frozen=True)
class Measure:
    """A share in a record, one figure for each alliance.

    Parameters
    ----------
    record, id : str
    title : str
        Stands after the title of the record.
    things : str
        What the share is of, in the plural.
    count, share : str
        Columns of the finding.
    whole : tuple of str
        Columns of the finding: what the count is a part of is the first without the others.
    unit : str
        Who is behind a row.
    scope : Scope
        Which threshold guards it.
    find : callable
        Takes the records of a cohort; the very finding that a report prints.
    """

    record: str
    id: str
    title: str
    things: str
    count: str
    share: str
    whole: tuple[str, ...]
    unit: str
    scope: Scope
    find: Callable[[RecordStudy], Finding]

    @property
    def asked(self) -> Share:
        """The question that it answers."""
        return Share(
            source=load_record_type(self.record).title,
            title=self.title,
            things=self.things,
            unit=self.unit,
            scope=self.scope,
            method=f"Share of the {self.things}, as the report of the cohort counts it.",
        )


MEASURES = (
    Measure(
        record="lesson_study_cycles",
        id="whole",
        title="Cycles that ran whole",
        things="cycles that are over",
        count="n_whole",
        share="share_whole",
        whole=("n_cycles", "n_running"),
        unit="people",
        scope="alliance",
        find=lambda study: cycles.cycles(study.table("lesson_study_cycles"), as_of=study.as_of),
    ),
    Measure(
        record="lesson_study_cycles",
        id="taking_part",
        title="Schools that took part",
        things="schools",
        count="count",
        share="share",
        whole=("n",),
        unit="schools",
        scope="schools",
        find=lambda study: cycles.taking_part(study.table("lesson_study_cycles"), study.schools),
    ),
    Measure(
        record="protocol_sessions",
        id="all_held",
        title="Sessions in which every step was held",
        things="sessions that were timed",
        count="n_all_held",
        share="share_all_held",
        whole=("n_timed",),
        unit="schools",
        scope="schools",
        find=lambda study: protocol.protocol(
            study.table("protocol_sessions"), study.kind("protocol_sessions")
        ),
    ),
    Measure(
        record="coaching_log",
        id="met",
        title="Action steps that were met",
        things="action steps that were due",
        count="n_met",
        share="share_met",
        whole=("n_due",),
        unit="people",
        scope="alliance",
        find=lambda study: coaching.action_steps(study.table("coaching_log"), as_of=study.as_of),
    ),
    Measure(
        record="gap_tasks",
        id="handed_in",
        title="Gap tasks that were handed in",
        things="gap tasks that were due",
        count="n_handed_in",
        share="share_handed_in",
        whole=("n_due",),
        unit="people",
        scope="alliance",
        find=lambda study: gap_tasks.gap_tasks(study.table("gap_tasks"), as_of=study.as_of),
    ),
)
RECORDS = tuple(dict.fromkeys(measure.record for measure in MEASURES))


def measure_of(record: str, measure: str) -> Measure | None:
    """Return a measure, or nothing where the ids are those of a form and its section."""
    return next((m for m in MEASURES if (m.record, m.id) == (record, measure)), None)


def measured(study: RecordStudy, policy: Policy) -> pd.DataFrame:
    """Return what can be shown of the measures of a cohort.

    Parameters
    ----------
    study : RecordStudy
        Of a whole cohort, with all of :data:`RECORDS`.
    policy : Policy

    Returns
    -------
    DataFrame
        A row for each measure and alliance, as it was released: ``instrument`` (the record),
        ``section`` (the measure), ``alliance``, ``wave`` (up to which day), ``count``, ``whole``,
        ``mean`` (the share, 0 to 1), ``n`` and ``state``; ``by``, ``group`` and ``target`` are
        empty texts.
    """
    tables = [
        _rows(measure, study, policy) for measure in MEASURES if len(study.table(measure.record))
    ]
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame()


def _rows(measure: Measure, study: RecordStudy, policy: Policy) -> pd.DataFrame:
    released = release(measure.find(study), policy)
    table, (of, *less) = released.table, measure.whole
    whole = table[of].astype(float)
    for column in less:
        whole = whole - table[column].astype(float)
    return pd.DataFrame(
        {
            "instrument": measure.record,
            "cohort": study.cohort,
            "alliance": table["alliance"],
            "by": "",
            "group": "",
            "section": measure.id,
            "target": "",
            "wave": f"Up to {numbers.date(study.as_of)}",
            "count": table[measure.count].astype(float),
            "whole": whole,
            "mean": table[measure.share].astype(float),
            "n": table[released.base].astype(float),
            "state": table["state"],
        }
    )
