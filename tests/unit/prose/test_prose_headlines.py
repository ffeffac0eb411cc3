"""Headlines of realistic releases: every number in them can be found in the table."""

import dataclasses
import re

import pandas as pd

from tsa_research import numbers, prose, tables
from tsa_research.disclosure import release
from tsa_research.naming import capital, name_of, scale_for
from tsa_research.policy import Policy
from tsa_research.prose.headlines import WRITERS

POLICY = Policy()
POLICY_OF_MANY = Policy(*[10**6] * 4)
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?%?")
CONSTANT = {"change_unmatched": "(50 would mean no difference)", "progress": "95% interval"}


def words_of(release):
    """Return the names that stand in a sentence and may hold digits, the longest first."""
    names = {CONSTANT.get(release.kind, "")}
    for row in release.table.to_dict("records"):
        names |= {name_of(release, key, row[key], row) for key in release.keys}
    for fact in release.facts.values():
        names |= set(map(str, fact)) if isinstance(fact, list) else {str(fact)}
    if release.instrument is not None:
        names |= {scale.direction for scale in release.instrument.scales}
    return sorted(names - {""}, key=len, reverse=True)


def numbers_in(release, sentence):
    """Return the numbers of a sentence, those in names left out."""
    for name in words_of(release):
        sentence = re.sub(re.escape(name), "", sentence, flags=re.IGNORECASE)
    return [number.rstrip(",") for number in NUMBER.findall(sentence)]


def printed(release):
    """Return every number that is printed in a cell of the displayed table."""
    table = tables.display(release)
    cells = [cell.text for _, rows in table.groups for row in rows for cell in row]
    return {number for cell in cells for number in NUMBER.findall(cell)}


def favourable_sums(release, rows):
    """Give the favourable answers to each item, and their share."""
    for _, item in rows.groupby(["item", "target"]):
        good = item.loc[
            item["level"].isin(scale_for(release, item.iloc[0]).positive), "count"
        ].sum()
        yield from (numbers.count(good), numbers.share(good / item["n"].iloc[0]))


def spread_sums(release, rows):
    """Give the share of each level over all rows."""
    counts = rows.groupby("level")["count"].sum()
    yield from map(numbers.share, counts / counts.sum())


def diagonal_sums(release, rows):
    """Give all who were counted, and those on either side of the diagonal."""
    step = rows["after"].astype(int) - rows["before"].astype(int)
    for chosen in (step < 0, step == 0, step > 0, step == step):
        yield numbers.count(rows.loc[chosen, "count"].sum())


def column_sums(*columns):
    """Return a function that sums columns over the rows."""
    return lambda release, rows: [numbers.count(rows[name].sum()) for name in columns]


def row_sums(release, rows):
    """Give the statements of each alliance."""
    moved = rows["n_up"] + rows["n_same"] + rows["n_down"]
    yield from map(numbers.count, moved)


def reached_sums(release, rows):
    """Give, per strand in the last wave, the schools and those at a positive stage."""
    last = rows.loc[rows["wave"] == rows["wave"].iloc[-1]]
    for _, strand in last.groupby("strand"):
        positive = strand["stage"].isin(scale_for(release, strand.iloc[0]).positive)
        yield from (numbers.count(positive.sum()), numbers.count(len(strand)))


def directions(release, rows):
    """Count the rows, and those that the sign test lets point up, down or neither way."""
    clear = rows["p_adjusted"].astype(float) < 0.05
    up, down = (clear & (rows[a] > rows[b]) for a, b in (WAYS, WAYS[::-1]))
    yield from map(str, (len(rows), up.sum(), down.sum(), (~(up | down)).sum()))


WAYS = ("n_better", "n_worse")


def of_a_hundred(release, rows):
    """Give the chance of the better answer as a number of a hundred pairs."""
    yield "100"
    yield from (numbers.share(value).removesuffix("%") for value in rows["superiority"])


def moves(release, rows):
    """Give the statements that moved each way, and how often and how far strands tie."""
    for name in ("n_up", "n_same", "n_down"):
        shares = rows[name] / rows["n"]
        yield numbers.count(rows[name].sum())
        yield from (numbers.share(shares.max()), str((shares == shares.max()).sum()))


def row_count(release, rows):
    """Count the rows."""
    yield str(len(rows))


def verdict_counts(release, rows):
    """Count the figures: all, those with each verdict, and those that can be checked."""
    each = rows["verdict"].repeat(rows.get("count", 1))
    checkable = int((each != "not checkable").sum())
    yield from map(numbers.count, (len(each), checkable, *each.value_counts()))


def question_counts(release, rows):
    """Count the questions that are shown, and those to which most people wrote something."""
    writers = rows.drop_duplicates("question")["n"]
    yield from (str(len(writers)), str((writers == writers.max()).sum()))


def middle(release, rows):
    """Give the median of the shares of pairs at most one option apart."""
    yield numbers.share(rows["within_one"].astype(float).median())


def cycles_over(release, rows):
    """Count the cycles that are over, those held whole, and what share that is."""
    over = (rows["n_cycles"] - rows["n_running"]).sum()
    yield from (str(over), numbers.share(rows["n_whole"].sum() / over))


def stalled(release, rows):
    """Count the cycles that were neither held whole nor are running."""
    out = rows["ending"].str.startswith(("Held whole", "Still"))
    yield str(rows.loc[~out, "count"].sum())


def left_out(release, rows):
    """Count the sessions in which each step was left out."""
    yield from map(str, rows["n_timed"] - rows["count"])


def cut_off(release, rows):
    """Count the schools that are left out, or of which nothing is known."""
    yield from (str(len(release.facts[name])) for name in ("left_out", "not_known"))


def ties_each(release, rows):
    """Count the ties of each school, and the schools with the most."""
    ends = pd.concat([rows["school"], rows["other"]]).value_counts()
    yield from map(str, (ends.max(), (ends == ends.max()).sum()))


def ties_confirmed(release, rows):
    """Count the ties of a school, and those of which both say so."""
    yield from map(str, (len(rows), (rows["says"] == "both").sum()))


def ends_of_agreement(release, rows):
    """Count the rows, and those that tie at either end."""
    near = rows["within_one"].astype(float)
    yield from map(str, (len(rows), (near == near.max()).sum(), (near == near.min()).sum()))


def actions_done(release, rows):
    """Count all actions, those that are done, and those without an owner."""
    done = rows[["n_done_in_time", "n_done_late", "n_done"]].to_numpy().sum()
    yield from map(str, (rows["n"].sum(), done, rows["n_overdue"].sum()))
    yield str(rows["n_without_owner"].sum())


def on_each_side(release, rows):
    """Count the statements, or marks, of the latest wave, and those on each side."""
    last = rows.loc[rows["wave"] == rows["wave"].iloc[-1]] if "wave" in rows else rows
    yield from map(str, (len(last), *last["side"].value_counts()))


def steps_each_way(release, rows):
    """Count the statements, and those that went to a better and to a worse side."""
    rank = {"wanting": 0, "open": 1, "good": 2}
    steps = rows["side"].map(rank) - rows["side_before"].map(rank)
    yield from map(str, (len(rows), (steps > 0).sum(), (steps < 0).sum()))


def aspects_to_act_on(release, rows):
    """Count the aspects in which members see a want or differ, their actions, and those done."""
    sought = rows.loc[rows["n_differ"] + rows["n_wanting"] > 0]
    actions = sought["n_actions"].sum()
    yield from map(str, (len(sought), actions, actions - sought["n_waiting"].sum()))


def steps_met(release, rows):
    """Count the rows, and the steps that were due, met and not noted, and what share was met."""
    due, met = rows["n_due"].sum(), rows["n_met"].sum()
    yield from map(numbers.count, (len(rows), due, met, rows["n_not_noted"].sum()))
    yield numbers.share(met / due)


def small_steps(release, rows):
    """Count the steps that were due soon, and what share they are."""
    small = rows.loc[rows["due"].isin(release.facts["small"])]
    yield numbers.count(small["count"].sum())
    yield numbers.share(small["count"].sum() / rows["n_steps"].iloc[0])


def whole_entries(release, rows):
    """Count the rows, all entries and those with all steps of feedback."""
    yield from map(numbers.count, (len(rows), rows["n_entries"].sum(), rows["n_all_six"].sum()))


def found_by_teachers(release, rows):
    """Count groups, their entries, and in how many of them the teacher found the problem."""
    positive = scale_for(release, {}).positive
    groups = rows.groupby("group")
    yield numbers.count(len(groups))
    for _, part in groups:
        found, whole = (
            part.loc[part["level"].isin(positive), "entries"].sum(), part["n_entries"].iloc[0]
        )  # fmt: skip
        yield from map(numbers.count, (found, whole))
        yield numbers.share(found / whole)


def given_in_time(release, rows):
    """Count the rows and their observations, by when the report came, and the share in time."""
    seen, soon = rows["n_observed"].sum(), rows["n_next_day"].sum()
    yield from map(numbers.count, (len(rows), seen, soon, rows["n_later"].sum()))
    yield from (numbers.count(rows["n_not_reported"].sum()), numbers.share(soon / seen))


def handed_in(release, rows):
    """Count the rows, and the tasks that were due, handed in, in time and outstanding."""
    due, done = rows["n_due"].sum(), rows["n_handed_in"].sum()
    yield from map(numbers.count, (len(rows), due, done, rows["n_in_time"].sum()))
    yield from (numbers.count(rows["n_outstanding"].sum()), numbers.share(done / due))


def measures_and_places(release, rows):
    """Count, per measure, the rows and those with a median above no change."""
    for _, part in rows.groupby("measure"):
        yield from map(str, (len(part), (part["median_change"] > 0).sum()))


def well_graded(release, rows):
    """Give, per point, the trainees with a favourable grade."""
    good = rows["level"].isin(scale_for(release, {}).positive)
    yield from map(str, rows.loc[good].groupby("item")["count"].sum())


SUMMED = {
    "leaning": on_each_side,
    "ideal": on_each_side,
    "shifts": steps_each_way,
    "follow_up": aspects_to_act_on,
    "books": column_sums("rows_in", "rows_kept", "rows_set_aside"),
    "record_books": column_sums("rows_in", "rows_kept", "rows_set_aside"),
    "response": row_count,
    "distribution": favourable_sums,
    "compare": row_count,
    "change": directions,
    "change_unmatched": of_a_hundred,
    "movement": diagonal_sums,
    "statements": reached_sums,
    "stage_spread": spread_sums,
    "stage_movement": moves,
    "stage_summary": row_sums,
    "agreement": middle,
    "claims": verdict_counts,
    "verdicts": verdict_counts,
    "comments": question_counts,
    "coding": column_sums("n_answers", "n_coded", "n_twice", "n_alike"),
    "theme_agreement": row_count,
    "coached": column_sums("n_schools"),
    "action_steps": steps_met,
    "how_soon": small_steps,
    "elements_written": whole_entries,
    "who_found": found_by_teachers,
    "reported": given_in_time,
    "gap_tasks": handed_in,
    "cycles": cycles_over,
    "endings": stalled,
    "protocol_steps": left_out,
    "tied_schools": cut_off,
    "action_points": actions_done,
    "consensus": ends_of_agreement,
    "agenda": row_count,
    "ties": ties_each,
    "tie_partners": ties_confirmed,
    "progress": measures_and_places,
    "grades": well_graded,
}
"""What a headline sums or counts over the printed rows; every other number is a cell."""


def test_every_kind_with_a_headline_is_tried(findings):
    assert {finding.kind for finding in findings} == set(WRITERS)


def test_every_number_in_a_headline_is_in_the_table(finding):
    released = release(finding, POLICY)
    shown = released.shown
    known = printed(released) | set(SUMMED.get(finding.kind, lambda *_: ())(released, shown))
    for wanted in [{}, *({"target": t} for t in targets_of(released))]:
        rows = shown if not wanted else shown.loc[shown["target"] == wanted["target"]]
        known |= set(SUMMED.get(finding.kind, lambda *_: ())(released, rows))
        sentence = str(prose.headline(released, **wanted))
        assert not set(numbers_in(released, sentence)) - known, sentence


def guarded(finding):
    """Return a finding about no person as one whose rows are guarded by their number."""
    base = "rows_in" if "rows_in" in finding.table else finding.base
    return dataclasses.replace(finding, scope="group", base=base)


def targets_of(released):
    return [t for t in dict.fromkeys(released.table.get("target", ())) if t]


def test_a_headline_is_one_or_more_whole_sentences(finding):
    sentence = str(prose.headline(release(finding, POLICY)))
    assert re.match(r"[A-Z0-9“]", sentence)
    assert sentence.endswith(".")
    assert not re.search(r"\bnan\b|None of the 1 |<NA>|\.\.|  |not computable", sentence)


def test_a_headline_says_only_that_everything_is_hidden(finding):
    if finding.scope == "public":
        finding = guarded(finding)
    released = release(finding, POLICY_OF_MANY)
    sentence = str(prose.headline(released))
    assert "figures are hidden to protect small groups" in sentence
    threshold = f"{POLICY_OF_MANY.threshold(finding.scope)}"
    assert f"fewer than {threshold}" in sentence
    assert not numbers_in(released, sentence.replace("1000000", "").replace(threshold, ""))


def test_a_headline_says_that_nobody_answered(finding):
    if finding.scope == "public":
        finding = guarded(finding)
    silent = dataclasses.replace(finding, table=finding.table.assign(**{finding.base: 0}), also=())
    said = str(prose.headline(release(silent, POLICY)))
    own_word = finding.nobody != "no answers"
    assert said == (f"{capital(finding.nobody)}." if own_word else "Nobody has answered this yet.")


def test_what_is_hidden_is_in_no_headline(finding):
    released = release(finding, POLICY)
    hidden = released.table.loc[released.table["state"] == "hidden"]
    sentence = str(prose.headline(released))
    for key in {"group", "school"} & set(finding.keys):
        for name in set(hidden[key]) - set(released.shown[key]) - {""}:
            assert name not in sentence
