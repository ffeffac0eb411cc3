"""The one door to great-expectations: suite and candidate answers → verdict per row.

A suite runs once per data set; the result is kept under the digest of data and suite, so that
nothing is checked twice and great-expectations is not even imported when nothing has changed.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from tsa_research.quick_imports import import_without_grammar
from tsa_research.schemas.model import Instrument
from tsa_research.suites import suite_document

if TYPE_CHECKING:
    import great_expectations as gx
    import pandas as pd


@dataclass(frozen=True)
class Failure:
    """One value that did not meet an expectation."""

    row: int
    column: str
    kind: str
    expected: str
    next_step: str


@dataclass(frozen=True)
class Verdict:
    """What the suite found in one data set: which rows failed, and on what.

    ``n_expectations`` is the number that really ran; ``digest`` that of data and suite.
    """

    digest: str
    suite: str
    n_expectations: int
    failures: tuple[Failure, ...]

    @property
    def rows(self) -> frozenset[int]:
        """Positions of the rows that failed at least one expectation."""
        return frozenset(failure.row for failure in self.failures)


def validate(candidates: pd.DataFrame, instrument: Instrument, cache: Path) -> Verdict:
    """Hold candidate answers against the suite of their instrument.

    Parameters
    ----------
    candidates : DataFrame
        One row per response: a column of codes as text per item and group, and the
        columns of :data:`tsa_research.suites.DERIVED_CHECKS`.
    instrument : Instrument
    cache : Path
        Folder of earlier verdicts, by digest.
    """
    return hold_against(candidates, suite_document(instrument), cache)


def hold_against(candidates: pd.DataFrame, document: dict[str, Any], cache: Path) -> Verdict:
    """Hold the columns of a frame against a suite; ``cache`` as for :func:`validate`."""
    checked = [entry["kwargs"]["column"] for entry in document["expectations"]]
    columns = {name: _values(candidates[name]) for name in checked}
    digest = _digest(columns, document)
    kept = cache / f"{digest}.json"
    if kept.is_file():
        with contextlib.suppress(ValueError, TypeError, KeyError):  # damaged: check again
            return _read_verdict(kept)
    verdict = _run(columns, document, digest)
    cache.mkdir(parents=True, exist_ok=True)
    temporary = kept.with_suffix(".partial")
    temporary.write_text(json.dumps(asdict(verdict)), encoding="utf-8")
    temporary.replace(kept)
    return verdict


@dataclass(frozen=True, eq=False)
class _Values:
    """A column of candidates: ``distinct[codes[i]]`` in row ``i``; -1 where nothing is."""

    distinct: Sequence[Any]
    codes: np.ndarray


def _values(column: pd.Series) -> _Values:
    import pandas as pd

    codes, distinct = pd.factorize(column)
    return _Values(distinct.tolist(), codes)


def _digest(columns: dict[str, _Values], document: dict[str, Any]) -> str:
    digest = hashlib.sha256(json.dumps(document, sort_keys=True).encode("utf-8"))
    for name, values in columns.items():
        texts = json.dumps([name, list(map(str, values.distinct))])
        digest.update(texts.encode("utf-8", "surrogatepass"))
        digest.update(values.codes.astype("<i4").tobytes())
    return digest.hexdigest()


def _read_verdict(path: Path) -> Verdict:
    values = json.loads(path.read_text(encoding="utf-8"))
    return Verdict(**{**values, "failures": tuple(Failure(**f) for f in values["failures"])})


def _run(columns: dict[str, _Values], document: dict[str, Any], digest: str) -> Verdict:
    """Run the suite on the distinct values of each column.

    Every expectation is on the values of one column by themselves, so what is found of a value
    holds for every row that has it.
    """
    gx = import_without_grammar("great_expectations")
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}
    batch = (
        context.data_sources.add_pandas("answers")
        .add_dataframe_asset("responses")
        .add_batch_definition_whole_dataframe("all")
    )
    suite = _build_suite(gx, document)
    definition = gx.ValidationDefinition(name="responses", data=batch, suite=suite)
    context.suites.add(suite)
    context.validation_definitions.add(definition)
    result = definition.run(
        batch_parameters={"dataframe": _distinct(columns)},
        result_format={
            "result_format": "COMPLETE",
            "unexpected_index_column_names": ["position"],
        },
    )
    failures = [failure for entry in result.results for failure in _failures(entry, columns)]
    return Verdict(
        digest=digest,
        suite=document["name"],
        n_expectations=len(result.results),
        failures=tuple(sorted(failures, key=lambda f: (f.row, f.column))),
    )


def _distinct(columns: dict[str, _Values]) -> pd.DataFrame:
    """Return a frame with the distinct values of each column from the top, then nothing."""
    import pandas as pd

    longest = max(len(values.distinct) for values in columns.values())
    frame = {
        name: pd.Series(values.distinct, dtype="object").reindex(range(longest))
        for name, values in columns.items()
    }
    return pd.DataFrame(frame).assign(position=range(longest))


def _build_suite(gx_module: Any, document: dict[str, Any]) -> gx.ExpectationSuite:
    """Return the suite; great-expectations drops an invalid expectation silently, so count."""
    suite = gx_module.ExpectationSuite(**json.loads(json.dumps(document)))
    if len(suite.expectations) != len(document["expectations"]):
        raise RuntimeError(
            f"{document['name']}: great-expectations kept {len(suite.expectations)} "
            f"of {len(document['expectations'])} expectations"
        )
    return suite


def _failures(entry: Any, columns: dict[str, _Values]) -> Sequence[Failure]:
    if entry.success:
        return ()
    if entry.exception_info and "exception_message" not in entry.exception_info:
        raise RuntimeError(f"great-expectations could not run {entry.expectation_config}")
    meta, column = entry.expectation_config.meta, entry.expectation_config.kwargs["column"]
    wrong = [int(found["position"]) for found in entry.result["unexpected_index_list"]]
    rows = np.flatnonzero(np.isin(columns[column].codes, wrong)).tolist()
    return [Failure(row, column, meta["kind"], meta["expected"], meta["next_step"]) for row in rows]
