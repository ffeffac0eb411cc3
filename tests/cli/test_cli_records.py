"""tsa import: records beside the roster are checked and counted like the answers."""

from __future__ import annotations

import pytest
from small_network import write_network

from tsa_research.cli import main
from tsa_research.errors import ALL_WELL, NOTHING_DONE

HEADER = "action_id,alliance_id,aspect,action,owner,agreed,due,done"
GOOD = "a1,harbour,climate,Hold a seminar each month,person-01,2026-01-12,2026-02-12,"
EARLY = "a2,harbour,climate,Plan the residential,person-02,2026-01-12,2026-01-05,"


@pytest.fixture
def network(tmp_path):
    return write_network(tmp_path / "small")


def imported(network, name, *rows):
    (network / "records" / f"{name}.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    return main(["import", "--network", str(network)])


def test_a_record_is_imported_without_any_wave_and_its_faults_are_named(network, capsys):
    assert imported(network, "action_points", HEADER, GOOD, EARLY) == ALL_WELL
    printed = capsys.readouterr().out
    assert "2 rows in = 1 kept + 0 withdrawn + 1 set aside" in printed
    fault = "action_points.csv, row 3, due: expected a day that is not before agreed; "
    assert f"{fault}got 2026-01-05." in printed
    assert [path.name for path in (network / "store" / "records").rglob("*.parquet")] == [
        "harbour.parquet"
    ]


def test_a_record_that_lacks_a_column_is_refused_with_the_next_step(network, capsys):
    assert imported(network, "action_points", "action_id,alliance_id", "a1,harbour") == NOTHING_DONE
    assert "Add the column aspect." in capsys.readouterr().out
