"""The table of printed figures beside a network's settings."""

import shutil

import pytest

from tsa_research.errors import IntakeError, NothingToReportError
from tsa_research.printed_figures import open_figures
from tsa_research.provenance import provenance
from tsa_research.reports.planning import plan_network
from tsa_research.resources import shared_folder
from tsa_research.workspace import open_workspace


@pytest.fixture
def network(tmp_path):
    """Return a network of its own that has only settings, records and a table of figures."""
    source, folder = shared_folder() / "data" / "published", tmp_path / "network"
    folder.mkdir()
    (folder / "instruments").mkdir()
    for name in ("network.toml", "claims.csv", "instruments/enquiry_counts.yaml"):
        shutil.copyfile(source / name, folder / name)
    shutil.copytree(source / "records", folder / "records")
    return folder


def test_the_published_figures_are_opened_by_name():
    figures = open_figures("published")
    assert len(figures.claims) == 1003
    assert "1,003 printed figures" in str(figures)
    assert "1,003" in figures._repr_html_()


def test_a_network_without_a_table_has_nothing_to_report(network):
    (network / "claims.csv").unlink()
    with pytest.raises(NothingToReportError, match="no table of printed figures"):
        open_figures(str(network))


def test_a_malformed_table_is_refused(network):
    (network / "claims.csv").write_text("id,printed\n", encoding="utf-8")
    with pytest.raises(IntakeError):
        open_figures(str(network))


def test_a_network_with_a_table_has_one_report_on_it(network):
    plans = plan_network(open_workspace(network), str(network))
    assert [plan.notebook.id for plan in plans] == ["published_figures"]
    (network / "claims.csv").unlink()
    assert plan_network(open_workspace(network), str(network)) == ()


def test_provenance_names_the_table_by_its_digest():
    figures = open_figures("published")
    entries = dict(provenance(figures, notebook="published_figures", network="published").entries)
    assert entries["Printed figures: claims.csv"].startswith("SHA-256 ")
    assert not [name for name in entries if name.startswith("Answers")]
