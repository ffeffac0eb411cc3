"""Validated answers in and out of Parquet: the door to its files.

``store/answers/instrument=…/cohort=…/alliance=…/WAVE.parquet``: a report opens only the
files of its own cohort and alliance, however large the network is.
"""

from __future__ import annotations

import glob
import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from tsa_research.errors import UnreadableError, UsageError
from tsa_research.schemas.model import Instrument

if TYPE_CHECKING:
    import pyarrow as pa

FIXED_COLUMNS = ("respondent", "linked", "school")
CODED_COLUMNS = ("question", "answer", "coder", "theme")
ASKED_COLUMNS = ("respondent", "question", "place", "answer", "released")


@dataclass(frozen=True, order=True)
class Slice:
    """The answers of one alliance and cohort in one wave."""

    instrument: str
    cohort: str
    alliance: str
    wave: str

    def path(self, store: Path, kind: str = "answers") -> Path:
        """Return the file of the slice.

        ``answers`` are ratings, ``asked`` what else was answered, ``coded`` the themes of that.
        """
        return (
            store
            / kind
            / f"instrument={_safe(self.instrument)}"
            / f"cohort={_safe(self.cohort)}"
            / f"alliance={_safe(self.alliance)}"
            / f"{_safe(self.wave)}.parquet"
        )


def write_wave(store: Path, instrument: Instrument, wave: str, answers: pd.DataFrame) -> None:
    """Replace everything stored of a wave.

    Parameters
    ----------
    store : Path
    instrument : Instrument
    wave : str
        Its id.
    answers : DataFrame
        ``cohort``, ``alliance``, :data:`FIXED_COLUMNS`, group columns and item columns.
    """
    groups = answers.groupby(["cohort", "alliance"], sort=True)
    table, sizes = _table(answers, instrument, groups.ngroup()), groups.size()
    start, written = table.num_rows - sizes.sum(), set()
    for (cohort, alliance), size in sizes.items():
        place = Slice(instrument.id, str(cohort), str(alliance), wave)
        _write(table.slice(start, size), place.path(store))
        written.add(place)
        start += size
    for old in set(list_slices(store, instrument.id)) - written:
        if old.wave == wave:
            old.path(store).unlink()
            for kind in ("asked", "coded"):
                old.path(store, kind).unlink(missing_ok=True)


def write_asked(store: Path, instrument: Instrument, wave: str, asked: pd.DataFrame) -> None:
    """Replace what was answered in a wave to the questions that are not rated.

    Parameters
    ----------
    store, instrument, wave
        As for :func:`write_wave`, which is called first.
    asked : DataFrame
        ``cohort``, ``alliance`` and :data:`ASKED_COLUMNS`, one row for each answer, option or
        line of a list.
    """
    _write_beside(store, "asked", instrument.id, wave, asked, ASKED_COLUMNS)


def write_coded(store: Path, instrument: str, wave: str, coded: pd.DataFrame) -> None:
    """Replace what coders have said of the open answers of a wave.

    Parameters
    ----------
    store, instrument, wave
        As for :func:`write_wave`; the instrument by its id.
    coded : DataFrame
        ``cohort``, ``alliance`` and :data:`CODED_COLUMNS`: one row for each answer (by its key),
        coder and theme; an empty theme where a coder found none.
    """
    _write_beside(store, "coded", instrument, wave, coded, CODED_COLUMNS)


def _write_beside(
    store: Path,
    kind: str,
    instrument: str,
    wave: str,
    table: pd.DataFrame,
    columns: Sequence[str],
) -> None:
    """Replace what is kept beside the ratings of a wave, in the slices that it has."""
    import pyarrow as pa

    groups = table.groupby(["cohort", "alliance"], sort=True).indices
    for place in list_slices(store, instrument):
        path = place.path(store, kind)
        rows = groups.get((place.cohort, place.alliance), [])
        if place.wave != wave:
            continue
        if len(rows):
            part = table.iloc[rows][list(columns)]
            _write(pa.Table.from_pandas(part, preserve_index=False), path)
        else:
            path.unlink(missing_ok=True)


def read_asked(store: Path, slices: Sequence[Slice]) -> pd.DataFrame:
    """Return what was answered to the questions that are not rated, in some slices."""
    return _read_beside(store, "asked", slices, ASKED_COLUMNS)


def read_coded(store: Path, slices: Sequence[Slice]) -> pd.DataFrame:
    """Return what coders have said of the open answers in some slices; each row once."""
    return _read_beside(store, "coded", slices, CODED_COLUMNS).drop_duplicates(ignore_index=True)


def _read_beside(
    store: Path, kind: str, slices: Sequence[Slice], columns: Sequence[str]
) -> pd.DataFrame:
    paths = [place.path(store, kind) for place in sorted(slices)]
    parts = [pd.read_parquet(path, partitioning=None) for path in paths if path.is_file()]
    return pd.concat([pd.DataFrame(columns=list(columns)), *parts], ignore_index=True)


def drop_people(
    store: Path,
    place: Slice,
    people: frozenset[str],
    cleaned: Callable[[pd.Series], pd.Series],
) -> bool:
    """Take people out of a slice, and put answers in words through ``cleaned``.

    Returns whether anything had to be changed. A slice of which nothing is left is removed.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    table = _read(store, place)
    stays = table.filter(pc.invert(pc.is_in(table["respondent"], pa.array(sorted(people)))))
    asked = read_asked(store, [place])
    kept = asked.loc[~asked["respondent"].isin(people)]
    kept = kept.assign(answer=cleaned(kept["answer"]))
    if stays.num_rows == table.num_rows and kept.equals(asked):
        return False
    place.path(store, "coded").unlink(missing_ok=True)  # made again by the import
    for kind, part in (
        ("asked", pa.Table.from_pandas(kept, preserve_index=False)),
        ("answers", stays),
    ):
        if part.num_rows:
            _write(part, place.path(store, kind))
        else:
            place.path(store, kind).unlink(missing_ok=True)
    return True


def _table(answers: pd.DataFrame, instrument: Instrument, groups: pd.Series) -> pa.Table:
    """Return the answers in the order of their groups, and in each as they are stored."""
    import pyarrow as pa
    import pyarrow.compute as pc

    names = [question.id for question in instrument.groups]
    columns = [*FIXED_COLUMNS, *names, *instrument.columns]
    text = [*names, "respondent", "school"]
    schema = pa.schema(
        (name, pa.string() if name in text else pa.bool_() if name == "linked" else pa.int16())
        for name in columns
    )
    table = pa.Table.from_pandas(answers[columns], schema=schema, preserve_index=False)
    keys = table.select(["linked", "respondent"]).append_column("group", [groups.to_numpy()])
    directions = {"group": "ascending", "linked": "descending", "respondent": "ascending"}
    order = pc.sort_indices(keys, sort_keys=list(directions.items()))
    return table.replace_schema_metadata(None).take(order)


def _write(table: pa.Table, path: Path) -> None:
    import pyarrow.parquet as pq

    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.partial")
    pq.write_table(
        table,
        temporary,
        compression="lz4",
        use_dictionary=[name for name in table.column_names if name != "respondent"],
        write_statistics=False,
        store_schema=False,
    )
    temporary.replace(path)


def read_slices(store: Path, slices: Sequence[Slice]) -> pd.DataFrame:
    """Return the answers of some slices of one instrument, with cohort and alliance.

    Item columns are nullable whole numbers; nothing else in the store is opened.
    """
    import pyarrow as pa

    places = sorted(slices)
    if not places:
        raise UsageError("No slice was asked for.", expected="at least one", got="none")
    parts = [_read(store, place) for place in places]
    frame = pa.concat_tables(parts).to_pandas(types_mapper={pa.int16(): pd.Int16Dtype()}.get)
    sizes = [part.num_rows for part in parts]
    return frame.assign(
        cohort=np.repeat([place.cohort for place in places], sizes),
        alliance=np.repeat([place.alliance for place in places], sizes),
    )


def _read(store: Path, place: Slice) -> pa.Table:
    import pyarrow.parquet as pq

    try:
        # partitioning=None: the folder names are added below, as text, whatever they look like
        return pq.read_table(place.path(store), partitioning=None)
    except (OSError, ValueError) as error:  # pyarrow's own errors are among them
        raise UnreadableError(
            "The stored answers cannot be read.",
            where=str(place.path(store)),
            expected="a Parquet file as tsa import has written it",
            got=str(error).splitlines()[0],
            next_step="Import them again with: tsa import",
        ) from error


def list_slices(
    store: Path, instrument: str = "*", cohort: str = "*", alliance: str = "*"
) -> Iterator[Slice]:
    """Yield what is stored, in a fixed order; only the folders that are asked for are listed."""
    named = (part if part == "*" else glob.escape(part) for part in (instrument, cohort, alliance))
    pattern = "instrument={}/cohort={}/alliance={}/*.parquet".format(*named)
    for path in sorted((store / "answers").glob(pattern)):
        if not path.name.startswith("."):
            parts = [part.partition("=")[2] for part in path.parts[-4:-1]]
            yield Slice(parts[0], parts[1], parts[2], path.stem)


def slice_digest(store: Path, place: Slice) -> str:
    """Return the SHA-256 of a slice's files."""
    digest = hashlib.sha256(place.path(store).read_bytes())
    if (asked := place.path(store, "asked")).is_file():
        digest.update(asked.read_bytes())
    return digest.hexdigest()


def coded_digest(store: Path, place: Slice) -> str:
    """Return the SHA-256 of what coders have said in a slice; empty where they have not."""
    path = place.path(store, "coded")
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def codebook_file(store: Path, instrument: str) -> Path:
    """Return where the checked codebook of an instrument is kept."""
    return store / "codebooks" / f"{_safe(instrument)}.json"


@dataclass(frozen=True, order=True)
class RecordPlace:
    """What is stored of a record for one alliance."""

    record: str
    alliance: str

    def path(self, store: Path) -> Path:
        """Return its file."""
        return _record_folder(store, self.record) / f"{_safe(self.alliance)}.parquet"


def write_record(store: Path, record: str, table: pd.DataFrame) -> None:
    """Replace everything stored of a record; ``table`` has the column ``alliance``."""
    for old in list_records(store, record):
        old.path(store).unlink()
    for alliance, part in table.groupby("alliance", sort=True):
        write_record_place(store, RecordPlace(record, str(alliance)), part)


def write_record_place(store: Path, place: RecordPlace, rows: pd.DataFrame) -> None:
    """Replace what is stored of a record for one alliance; no file for no row."""
    import pyarrow as pa

    if rows.empty:
        place.path(store).unlink(missing_ok=True)
    else:
        _write(pa.Table.from_pandas(rows, preserve_index=False), place.path(store))


def list_records(store: Path, record: str = "*") -> Iterator[RecordPlace]:
    """Yield what is stored of a record, or of all, in a fixed order."""
    folder = record if record == "*" else _safe(record)
    for path in sorted((store / "records").glob(f"record={folder}/*.parquet")):
        if not path.name.startswith("."):
            yield RecordPlace(path.parent.name.partition("=")[2], path.stem)


def read_stored_record(
    store: Path, places: Iterable[RecordPlace], columns: Sequence[str] = ()
) -> pd.DataFrame:
    """Return what is stored in some places of one record; an empty table with ``columns``."""
    paths = [place.path(store) for place in sorted(places)]
    parts = [pd.read_parquet(path, partitioning=None) for path in paths]
    return pd.concat([pd.DataFrame(columns=list(columns), dtype="str"), *parts], ignore_index=True)


def record_digest(store: Path, place: RecordPlace) -> str:
    """Return the SHA-256 of the file of a record."""
    return hashlib.sha256(place.path(store).read_bytes()).hexdigest()


def _record_folder(store: Path, record: str) -> Path:
    return store / "records" / f"record={_safe(record)}"


def _safe(part: str) -> str:
    """Refuse an id that would leave the store's folder."""
    if not part or part.startswith(".") or set(part) & set('/\\:*?"<>|\0'):
        raise UsageError(
            "An id cannot be used as the name of a folder.",
            expected="letters, digits, - and _",
            got=repr(part),
            next_step="Change the id in network.toml or in records/.",
        )
    return part


def write_figures(store: Path, digest: str, figures: pd.DataFrame) -> None:
    """Write released figures under the digest of what they were made from; older ones go."""
    import pyarrow as pa

    path = _figures(store, digest)
    _write(pa.Table.from_pandas(figures, preserve_index=False), path)
    for old in path.parent.glob("*.parquet"):
        if old != path:
            old.unlink(missing_ok=True)


def read_figures(store: Path, digest: str) -> pd.DataFrame | None:
    """Return figures that were made from what has this digest, or ``None`` if there are none."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        figures: pd.DataFrame = pq.read_table(_figures(store, digest)).to_pandas()
    except (OSError, pa.ArrowInvalid):  # none yet, or the end of a file is missing
        return None
    return figures


def _figures(store: Path, digest: str) -> Path:
    return store / "explore" / f"{digest}.parquet"
