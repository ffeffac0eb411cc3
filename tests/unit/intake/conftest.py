"""Fixtures of the intake tests: the small instrument and a reader of rows."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from intake_shapes import INSTRUMENT, write_csv

from tsa_research.errors import IntakeError
from tsa_research.intake import Intake, read_export


@pytest.fixture
def instrument():
    return INSTRUMENT


@pytest.fixture
def read_rows(tmp_path) -> Callable[..., Intake]:
    """Return a function that writes rows as ``answers.csv`` and reads the file."""

    def read(rows, **options) -> Intake:
        return read_export(write_csv(tmp_path / "answers.csv", rows), INSTRUMENT, **options)

    return read


@pytest.fixture
def refused(read_rows) -> Callable[..., IntakeError]:
    """Return a function that reads rows, expects a refusal and returns its error."""

    def read(rows, **options) -> IntakeError:
        with pytest.raises(IntakeError) as caught:
            read_rows(rows, **options)
        assert "answers.csv" in caught.value.where
        assert caught.value.next_step
        return caught.value

    return read
