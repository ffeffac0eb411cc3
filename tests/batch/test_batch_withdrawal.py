"""After a withdrawal and a new import, nothing of the person is in anything that is made."""

from __future__ import annotations

import csv
import json
import shutil

import pandas as pd
import pytest

from tsa_research.identity import pseudonym, read_key
from tsa_research.reports.plan import list_notebooks
from tsa_research.resources import shared_folder
from tsa_research.workspace import open_workspace

COHORT, ALLIANCE = "2024", "tidewright"
WORDS = "A sentence about heliotrope umbrellas"
"""What the person writes, and nobody else does."""
FORM = "group_review_autumn_2025_google.csv"
RECORDS = {
    "action_points": (
        "action_id,alliance_id,aspect,action,released,owner,agreed,due,done",
        "x1,{alliance},climate,Ask {name} for help,yes,{id},2025-10-01,2025-11-01,",
        "x2,{alliance},climate,Say it soon,maybe {name},,2025-10-01,2025-11-01,",
    ),
    "coaching_log": (
        "entry_id,school_id,teacher,coach,observed,focus,praise,action_step,due",
        "x1,{school},{id},{other},2026-01-12,{words},,Wait,2026-01-19",
        "x2,{school},{other},{id},2026-01-12,Questions,,Wait,2026-01-19",
        "x3,{school},{other},{third},2026-01-12,What {name} tried,{email} knows,Wait,2026-01-19",
        "x4,{school},{other},{other},2026-01-12,{name},,Wait,2026-01-19",
    ),
    "consents": (
        "consent_id,participant,purpose,asked,answer,answered,given_by",
        "x1,{email},quotation,2025-09-01,yes,2025-09-02,self",
    ),
}


@pytest.fixture(scope="module")
def person():
    """Return a head teacher whose answers came in, and two colleagues at the same school."""
    folder = shared_folder() / "data" / "example"
    people = pd.read_csv(folder / "records" / "participants.csv", dtype="str").fillna("")
    with (folder / "inbox" / FORM).open(encoding="utf-8", newline="") as file:
        cells = [cell.lower() for row in list(csv.reader(file))[2:] for cell in row]
    own = people.loc[people["email"].isin(cells)].iloc[0]
    others = people.loc[(people["school_id"] == own["school_id"]) & (people["name"] != own["name"])]
    return {
        "id": own["participant_id"],
        "name": own["name"],
        "email": own["email"],
        "school": own["school_id"],
        "alliance": ALLIANCE,
        "words": WORDS,
        "other": others["participant_id"].iloc[0],
        "third": others["participant_id"].iloc[1],
    }


@pytest.fixture(scope="module")
def network(tmp_path_factory, person):
    """Return the example network, in which the person has written and is written about."""
    folder = tmp_path_factory.mktemp("withdrawal") / "network"
    skipped = shutil.ignore_patterns("store", "keys", "set_aside")
    shutil.copytree(shared_folder() / "data" / "example", folder, ignore=skipped)
    _write_words(folder / "inbox" / FORM, person)
    for record, rows in RECORDS.items():
        lines = [row.format(**person) for row in rows]
        (folder / "records" / f"{record}.csv").write_text("\n".join(lines) + "\n", "utf-8")
    return folder


def _write_words(path, person):
    """Put words of the person, and words of another about the person, into an export."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    places = [n for n, heading in enumerate(rows[0]) if "__released" in heading]
    for row in rows[1:]:
        own = person["email"] in [cell.lower() for cell in row]
        for place in places:
            row[place - 1] = (
                WORDS if own else f"{person['name'].upper()} said so, Mr {_last(person)}"
            )
            row[place] = "yes"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)


def _last(person):
    return person["name"].split()[-1]


def _plan(folder):
    """Write a plan with one report from every notebook."""
    path = folder / "plan.csv"
    rows = []
    for book in list_notebooks():
        names = {parameter.name for parameter in book.parameters}
        given = {"cohort": COHORT, "alliance": ALLIANCE, "instrument": "group_review"}
        rows.append({"notebook": book.id, **{k: v for k, v in given.items() if k in names}})
    pd.DataFrame(rows).fillna("").to_csv(path, index=False)
    return path, len(rows)


def everything(*folders):
    """Return the text of every file: cells of tables, lines of lists and pages."""
    found = {}
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.suffix == ".parquet":
                table = pd.read_parquet(path, partitioning=None)
                found[path] = json.dumps(table.astype("str").to_dict("list"), ensure_ascii=False)
            elif path.is_file():
                found[path] = path.read_bytes().decode("utf-8", errors="replace")
    return found


def told(files, person, key):
    """Return where anything of the person stands."""
    marks = [person["id"], person["name"], person["email"], WORDS, pseudonym(key, person["id"])]
    marks.append(f"Mr {_last(person)}")
    return [
        (str(path), mark)
        for path, text in files.items()
        for mark in marks
        if mark.casefold() in text.casefold()
    ]


def test_nothing_of_a_person_who_has_withdrawn_is_in_any_later_output(
    network, person, tsa, tmp_path
):
    assert tsa("import", "--network", network).returncode == 0
    key = read_key(open_workspace(network).key_file)
    made = network / "store", network / "set_aside"
    before = {mark for _, mark in told(everything(*made), person, key)}
    # Ids, addresses and other names leave at import; words and pseudonym are stored until then.
    assert before >= {WORDS, pseudonym(key, person["id"])}

    path = network / "records" / "withdrawals.csv"
    rows = f"withdrawal_id,participant,withdrawn\nw1,{person['email']},2026-09-01\n"
    path.write_text(rows, encoding="utf-8")
    again = tsa("import", "--network", network)
    assert again.returncode == 0, again.stdout
    plan, n_reports = _plan(tmp_path)
    words = ("--network", network, "--reports", tmp_path / "r", "--keep-notebook")
    batch = tsa("batch", plan, *words)
    assert batch.returncode == 0, batch.stdout + batch.stderr
    files = everything(*made, tmp_path / "r")
    assert len([path for path in files if path.suffix == ".html"]) >= n_reports
    assert told(files, person, key) == []
    assert told({"import": again.stdout, "batch": batch.stdout + batch.stderr}, person, key) == []
