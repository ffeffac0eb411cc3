"""Figures that can be explored are kept where that is possible, and missed by nobody where not."""

from __future__ import annotations

import shutil

import pandas as pd
import pytest

from tsa_research.errors import IntakeError
from tsa_research.explore import keeping, making
from tsa_research.explore.keeping import open_cells
from tsa_research.resources import shared_folder


@pytest.fixture
def network(tmp_path):
    """Return a copy of the example network with what was imported."""
    open_cells("example")
    shutil.copytree(shared_folder() / "data" / "example", tmp_path / "mine")
    shutil.rmtree(tmp_path / "mine" / "store" / "explore")
    return tmp_path / "mine"


def test_a_network_that_cannot_be_written_is_explored_all_the_same(network, monkeypatch):
    def refuse(*_):
        raise PermissionError

    monkeypatch.setattr(keeping, "write_figures", refuse)
    table = open_cells(str(network)).table
    pd.testing.assert_frame_equal(table, open_cells("example").table, check_dtype=False)
    assert not (network / "store" / "explore").exists()


@pytest.mark.parametrize("record", ["alliances", "schools"])
def test_a_missing_record_is_named(network, record):
    (network / "records" / f"{record}.csv").unlink()
    with pytest.raises(IntakeError) as caught:
        open_cells(str(network))
    assert f"{record}.csv" in str(caught.value)


def test_schools_of_one_name_have_their_phases(network):
    path = network / "records" / "schools.csv"
    schools = pd.read_csv(path, dtype="str", keep_default_na=False)
    same = schools.index[schools["alliance_id"] == "tidewright"][:2]
    schools.loc[same, "title"] = "Oak Primary"
    schools.to_csv(path, index=False)
    phases = making.phases_of(open_cells(str(network)).workspace)
    ids = schools.loc[same, "school_id"]
    assert all(f"Oak Primary ({school})" in phases for school in ids)
