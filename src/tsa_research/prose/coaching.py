"""Sentences on coaching: how much, what became of action steps, what is written down, how fast."""

from __future__ import annotations

import pandas as pd

from tsa_research import numbers
from tsa_research.findings import Release
from tsa_research.naming import lowered
from tsa_research.prose.superlatives import extreme, ranked, told


def coached(release: Release, rows: pd.DataFrame) -> str:
    """Say how many people were coached, by how many, in how many schools."""
    people, coaches, entries, schools, roster = (
        round(float(rows[column].sum()))
        for column in ("n", "n_coaches", "n_entries", "n_schools", "n_roster")
    )
    return (
        f"{numbers.counted(people, release.unit)} in {numbers.count(schools)} of "
        f"{numbers.counted(roster, 'schools')} were coached by "
        f"{numbers.counted(coaches, 'coaches')}: {numbers.counted(entries, 'entries')}."
    )


def action_steps(release: Release, rows: pd.DataFrame) -> str:
    """Say how many of the action steps that were due were met, and of how many nobody knows."""
    steps, due, met, blank = (
        int(rows[column].sum()) for column in ("n_steps", "n_due", "n_met", "n_not_noted")
    )
    if not due:
        return f"{numbers.counted(steps, 'action steps')} were agreed; none was due yet."
    share = f" ({numbers.share(met / due)})" if met else ""
    said = (
        f"Of {numbers.counted(due, 'action steps')} that were due{where(release, rows)}, "
        f"{numbers.some(met)} {numbers.verb(met, 'was', 'were')} met{share}"
    )
    return f"{said}; for {numbers.count(blank)} nothing was noted." if blank else f"{said}."


def outcomes(release: Release, rows: pd.DataFrame) -> str:
    """Name what most often became of an action step."""
    most = extreme(rows, rows["count"], largest=True)
    steps = numbers.counted(int(rows["n_steps"].iloc[0]), "action steps")
    names = told([f"“{lowered(name)}”" for name in most["outcome"]], "ways")
    each = " each" if len(most) > 1 else ""
    first = most.iloc[0]
    return (
        f"What most often became of {steps}: {names} "
        f"({numbers.count(first['count'])}{each}, {numbers.share(first['share'])})."
    )


def how_soon(release: Release, rows: pd.DataFrame) -> str:
    """Say how many action steps are small, that is, due soon."""
    small = rows.loc[rows["due"].isin(release.facts["small"])]
    steps, count = int(rows["n_steps"].iloc[0]), int(small["count"].sum())
    share = f" ({numbers.share(count / steps)})" if count else ""
    return (
        f"Of {numbers.counted(steps, 'action steps')}, {numbers.some(count)} "
        f"{numbers.verb(count, 'was', 'were')} due within {release.facts['within']} of the "
        f"conversation{share}."
    )


def met_by(release: Release, rows: pd.DataFrame) -> str:
    """Say of each kind of steps how many of those that were due were met."""
    said = [
        f"{row['steps']}: {numbers.count(row['n_met'])} of {numbers.count(row['n_due'])} met "
        f"({numbers.share(row['share_met'])})"
        for row in rows.to_dict("records")
    ]
    return f"{'; '.join([said[0], *map(lowered, said[1:])])}."


def coverage(release: Release, rows: pd.DataFrame) -> str:
    """Name the step of feedback that is written down least."""
    entries = numbers.counted(int(rows["n_entries"].iloc[0]), "entries")
    if rows["count"].nunique() == 1:
        count = numbers.some(int(rows["count"].iloc[0]))
        return f"Every step of feedback is written down equally often: in {count} of {entries}."
    least = extreme(rows, rows["count"], largest=False)
    names = [f"“{lowered(name)}”" for name in least["element"]]
    first = least.iloc[0]
    share = f" ({numbers.share(first['share'])})" if first["count"] else ""
    each = " each" if len(least) > 1 else ""
    said = ranked(names, "steps of feedback", "written down least")
    often = numbers.some(int(first["count"]))
    return f"Of the steps of feedback, {said}: in {often} of {entries}{each}{share}."


def see_name_do(release: Release, rows: pd.DataFrame) -> str:
    """Say in how many entries all parts are written down, and which is missing most."""
    whole = rows.loc[rows["part"] == release.facts["whole"]].iloc[0]
    parts = rows.loc[rows["part"] != release.facts["whole"]]
    entries, count = numbers.counted(int(whole["n_entries"]), "entries"), int(whole["count"])
    share = f" ({numbers.share(whole['share'])})" if count else ""
    said = f"All three parts are written down in {numbers.some(count)} of {entries}{share}"
    if parts["count"].nunique() == 1:
        return f"{said}."
    least = extreme(parts, parts["count"], largest=False)
    names = told([f"“{lowered(name)}”" for name in least["part"]], "parts")
    often = numbers.some(int(least["count"].iloc[0]))
    return f"{said}; least of all {names}, in {often}{' each' if len(least) > 1 else ''}."


def elements_written(release: Release, rows: pd.DataFrame) -> str:
    """Say how many steps of feedback an entry has."""
    ends = [numbers.mean(rows["mean_elements"].min()), numbers.mean(rows["mean_elements"].max())]
    entries, whole = int(rows["n_entries"].sum()), int(rows["n_all_six"].sum())
    span = " to ".join(dict.fromkeys(ends))
    return (
        f"An entry has {span} steps of feedback on average{where(release, rows)}; "
        f"{numbers.some(whole)} of {numbers.counted(entries, 'entries')} "
        f"{numbers.verb(whole, 'has', 'have')} all of them."
    )


def days(release: Release, rows: pd.DataFrame) -> str:
    """Say how long it takes to the conversation, and to the next observation."""
    told_of = rows.loc[rows["span"].isin(release.facts["told"])]
    said = [
        f"{numbers.mean(row['median_days'])} days {lowered(row['span'])}"
        for row in told_of.to_dict("records")
    ]
    if not said:
        return "Only the spans in the table can be shown."
    return f"The median is {numbers.listed(said)}."


def reported(release: Release, rows: pd.DataFrame) -> str:
    """Say how many observations were reported on by the next day, later and never."""
    seen, soon, later, never = (
        int(rows[column].sum())
        for column in ("n_observed", "n_next_day", "n_later", "n_not_reported")
    )
    observations = numbers.counted(seen, "observations")
    if never == seen:
        return f"No report is noted of any of {observations}{where(release, rows)}."
    share = f" ({numbers.share(soon / seen)})" if soon else ""
    start = f"Of {observations}{where(release, rows)}, {numbers.some(soon)}"
    more = f"; of {numbers.some(never)} no report is noted" if never else ""
    return f"{start} had a report by the next day{share}, {numbers.some(later)} later{more}."


def where(release: Release, rows: pd.DataFrame) -> str:
    """Return in how many schools or alliances, where there are several rows."""
    if len(rows) < 2:
        return ""
    return f" in the {numbers.counted(len(rows), release.keys[0] + 's')} shown"
