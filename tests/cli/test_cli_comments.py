"""tsa comments, tsa records and tsa validate: what a researcher and a network lead type."""

from __future__ import annotations

import csv

import pytest
from small_network import PEOPLE, write_network

from tsa_research.cli import main
from tsa_research.errors import ALL_WELL, BAD_USAGE, NOTHING_DONE, SOME_FAILED
from tsa_research.schemas.reading import list_record_types, load_instrument, load_record_type
from tsa_research.schemas.records import ROSTER

# great-expectations imports modules of the standard library that are going out of use
pytestmark = pytest.mark.filterwarnings("ignore:module 'sre_:DeprecationWarning")

FORM = load_instrument("group_review")
WAVE = ("--wave", "spring", "--opened", "2026-03-02", "--closed", "2026-03-27")
BOOK = "theme,question,title,belongs,example\ntime,frame_aims,Time,Hours and cover,No cover.\n"
HEADER = "action_id,alliance_id,aspect,action,owner,agreed,due,done"
GOOD = "a1,harbour,climate,Hold a seminar each month,person-01,2026-01-12,2026-02-12,"
EARLY = "a2,harbour,climate,Plan the residential,person-02,2026-01-12,2026-01-05,"


@pytest.fixture(scope="module")
def reviewed(tmp_path_factory):
    folder = tmp_path_factory.mktemp("reviewed")
    network = write_network(folder / "small")
    heads = ["participant", "submitted", *FORM.columns, "frame_aims"]
    rows = [
        [person, "2026-03-03", *["2"] * len(FORM.columns), f"Remark {place % 4}"]
        for place, person in enumerate(PEOPLE["participant_id"])
    ]
    export = folder / "review.csv"
    with export.open("w", newline="") as file:
        csv.writer(file).writerows([heads, *rows])
    given = ["--network", str(network), "--instrument", FORM.id, *WAVE]
    assert main(["import", str(export), *given]) == ALL_WELL
    return network


def tsa(network, *words):
    return main([words[0], *words[1:], "--network", str(network)])


def test_a_form_is_coded_from_the_sheet_to_the_differences(reviewed, capsys):
    own = reviewed / "coding" / FORM.id
    own.mkdir(parents=True)
    (own / "codebook.csv").write_text(BOOK, encoding="utf-8")
    for coder, themes in (("ada", "time"), ("ben", "none")):
        assert tsa(reviewed, "comments", FORM.id, "spring", "--coder", coder) == ALL_WELL
        path = own / f"spring_{coder}.csv"
        with path.open(newline="") as file:
            rows = list(csv.DictReader(file))
        with path.open("w", newline="") as file:
            writer = csv.DictWriter(file, rows[0])
            writer.writeheader()
            writer.writerows([{**row, "themes": themes} for row in rows])
    assert "4 answers, 0 of them coded, 4 new, 0 taken out" in capsys.readouterr().out
    assert tsa(reviewed, "import") == ALL_WELL
    printed = capsys.readouterr().out
    assert f"Themes of answers, {FORM.title} (coding/{FORM.id})" in printed
    assert "8 rows in = 8 coded + 0 open + 0 set aside" in printed
    assert tsa(reviewed, "comments", FORM.id, "spring", "--differences") == ALL_WELL
    printed = capsys.readouterr().out
    assert "(Frame 8, aims) ada: time; ben: none" in printed
    assert "The coders differ on 4 answers." in printed
    assert "Remark" not in printed
    assert tsa(reviewed, "comments", FORM.id) == ALL_WELL
    assert "8 rows in = 8 coded" in capsys.readouterr().out


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("group_review", "--coder", "ada"),
        ("group_review", "--differences"),
        ("group_review", "spring", "--coder", "ada", "--differences"),
    ],
)
def test_what_is_not_clear_is_refused(reviewed, capsys, words):
    assert tsa(reviewed, "comments", *words) == BAD_USAGE
    assert "INSTRUMENT WAVE with --coder or --differences" in capsys.readouterr().err


def test_nothing_is_written_beside_the_networks_of_the_package(capsys):
    words = ("comments", "group_review", "2026-autumn", "--coder", "ada", "--network", "example")
    assert main([*words]) == BAD_USAGE
    assert "The networks of the package are not added to." in capsys.readouterr().err


def test_a_wave_that_is_not_there_is_named(reviewed, capsys):
    assert tsa(reviewed, "comments", FORM.id, "sping", "--differences") == BAD_USAGE
    assert "Did you mean spring?" in capsys.readouterr().err


def test_an_empty_codebook_is_printed(capsys):
    assert main(["comments", "--template"]) == ALL_WELL
    assert capsys.readouterr().out == "theme,question,title,belongs,example\n"


def test_every_record_is_listed_described_and_printed_empty(capsys):
    assert main(["records"]) == ALL_WELL
    listed = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in listed] == [*ROSTER, *list_record_types()]
    for name in (*ROSTER, *list_record_types()):
        kind = load_record_type(name)
        assert main(["records", name, "--template"]) == ALL_WELL
        assert capsys.readouterr().out == ",".join(kind.column_ids) + "\n"
        assert main(["records", name]) == ALL_WELL
        printed = capsys.readouterr().out
        assert all(f"  {column.id}: {column.title} (" in printed for column in kind.columns)


def test_an_unknown_record_is_refused_with_the_nearest(capsys):
    assert main(["records", "action_point"]) == BAD_USAGE
    assert "Did you mean action_points?" in capsys.readouterr().err
    assert main(["records", "--template"]) == BAD_USAGE


@pytest.fixture
def network(tmp_path):
    return write_network(tmp_path / "small")


def keep(network, name, *rows):
    (network / "records" / f"{name}.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")


def test_validate_checks_records_lists_every_fault_and_stores_nothing(network, capsys):
    many = [EARLY.replace("a2", f"b{place}") for place in range(25)]
    keep(network, "action_points", HEADER, GOOD, *many)
    assert tsa(network, "validate") == ALL_WELL
    printed = capsys.readouterr().out
    assert "26 rows in = 1 kept + 0 withdrawn + 25 set aside" in printed
    assert printed.count("set aside: action_points.csv, row ") == 25
    assert not list((network / "store").rglob("*.parquet"))
    assert not (network / "set_aside").exists()


def test_validate_can_keep_to_one_record(network, capsys):
    keep(network, "action_points", HEADER, GOOD)
    keep(network, "ties", "broken")
    assert tsa(network, "validate", "--record", "action_points") == ALL_WELL
    assert "ties" not in capsys.readouterr().out
    assert tsa(network, "validate") == SOME_FAILED
    assert "records/ties.csv\n  cannot be read." in capsys.readouterr().out
    assert tsa(network, "validate", "--record", "action_point") == BAD_USAGE
    assert "Did you mean action_points?" in capsys.readouterr().err


def test_an_unchanged_record_is_said_and_one_that_is_gone_as_well(network, capsys):
    keep(network, "action_points", HEADER, GOOD)
    keep(network, "withdrawals", "withdrawal_id,participant,withdrawn")
    assert tsa(network, "import") == ALL_WELL
    assert "unchanged" not in capsys.readouterr().out
    assert tsa(network, "import") == ALL_WELL
    assert capsys.readouterr().out.count("unchanged since the last import") == 2
    (network / "records" / "action_points.csv").unlink()
    assert tsa(network, "import") == ALL_WELL
    said = "records/action_points.csv is gone: what was stored of it was removed"
    assert said in capsys.readouterr().out
    assert not list((network / "store" / "records").rglob("*.parquet"))


def test_a_withdrawal_without_participants_says_what_to_do(network, capsys):
    (network / "records" / "participants.csv").unlink()
    keep(network, "withdrawals", "withdrawal_id,participant,withdrawn", "w1,x,2026-02-02")
    assert tsa(network, "import") == NOTHING_DONE
    printed = capsys.readouterr().out
    assert "Nobody can be found who has withdrawn: there are no participants." in printed
    assert "Next: Put those who have withdrawn into records/participants.csv" in printed


def test_init_tells_of_other_records(tmp_path, capsys):
    assert main(["init", str(tmp_path / "mine")]) == ALL_WELL
    assert "tsa records ID --template" in capsys.readouterr().out
    assert "coding/" in (tmp_path / "mine" / ".gitignore").read_text(encoding="utf-8")
