"""One wave in five shapes, four encodings and three separators: the same bytes in the store."""

from __future__ import annotations

import pyarrow.parquet as pq
import pytest
from small_network import PEOPLE, TRUST, copy_of, sheet, tsa_import, write

SHAPES = {
    "plain_wide": "plain_wide",
    "plain_long": "plain_long",
    "google_forms": "google",
    "qualtrics": "qualtrics_labels",
}
AS_WRITTEN = [
    (shape, encoding, separator)
    for shape in SHAPES
    for encoding, separator in (
        ("utf-8", ","),
        ("utf-8", ";"),
        ("utf-8", "\t"),
        ("utf-8-sig", ";"),
        ("utf-16", "\t"),
        ("cp1252", ","),
    )
]
MADE_BY_US = ("store", "set_aside")


@pytest.fixture(scope="module")
def import_as(empty_network, tmp_path_factory):
    """Return a function that imports the wave in one shape into a network of its own."""

    def run(layout, file, **options):
        folder = tmp_path_factory.mktemp(layout)
        network = copy_of(empty_network, folder / "network")
        assert tsa_import(network, write(sheet(layout), folder / file, **options)) == 0
        return network

    return run


@pytest.fixture(scope="module")
def workbook_network(import_as):
    return import_as("microsoft", "answers.xlsx")


def stored(network):
    answers = network / "store" / "answers"
    return {
        path.relative_to(answers).as_posix(): path.read_bytes()
        for path in sorted(answers.rglob("*"))
        if path.is_file()
    }


@pytest.mark.parametrize(("shape", "encoding", "separator"), AS_WRITTEN)
def test_every_shape_leads_to_the_same_bytes(
    import_as, workbook_network, shape, encoding, separator
):
    network = import_as(SHAPES[shape], "answers.csv", encoding=encoding, delimiter=separator)
    assert list(stored(network)) == [
        "instrument=trust_survey/cohort=2025/alliance=harbour/2026-spring.parquet"
    ]
    assert stored(network) == stored(workbook_network)


def test_another_key_leads_to_other_bytes(import_as, workbook_network, empty_network, tmp_path):
    other = copy_of(empty_network, tmp_path / "network")
    (other / "keys" / "pseudonym.key").write_text("ab" * 32)
    assert tsa_import(other, write(sheet("microsoft"), tmp_path / "answers.xlsx")) == 0
    assert stored(other) != stored(workbook_network)


def test_the_store_holds_pseudonyms_schools_groups_and_codes_only(workbook_network):
    (path,) = (workbook_network / "store").rglob("*.parquet")
    table = pq.read_table(path, partitioning=None)
    groups = [group.id for group in TRUST.groups]
    assert table.column_names == ["respondent", "linked", "school", *groups, *TRUST.columns]
    assert table.num_rows == len(PEOPLE)
    assert table.schema.metadata is None


@pytest.mark.parametrize("layout", ["plain_wide", "google", "microsoft", "qualtrics_labels"])
def test_nothing_that_was_made_names_anybody(import_as, layout):
    network = import_as(layout, "answers.xlsx" if layout == "microsoft" else "answers.csv")
    text = ""
    for path in sorted(path for name in MADE_BY_US for path in (network / name).rglob("*")):
        text += path.as_posix().removeprefix(network.as_posix()).casefold()
        if path.suffix == ".parquet":
            text += str(pq.read_table(path, partitioning=None).to_pydict()).casefold()
        elif path.is_file():
            text += path.read_text(encoding="utf-8").casefold()
    words = {word for name in PEOPLE["name"] for word in name.casefold().split()}
    named = {*words, *PEOPLE["email"], *PEOPLE["participant_id"], "@small.example"}
    assert "school-1" in text
    assert sorted(word for word in named if word in text) == []
