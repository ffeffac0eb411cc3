"""Fixtures of the batch tests: the example network, and plans of small notebooks."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from batch_plans import COMMAND, plan_of, write_small


@pytest.fixture(scope="session")
def tsa():
    """Return a function that runs ``tsa`` as a process of its own."""

    def run(*words: object, environment: dict[str, str] | None = None, **settings):
        return subprocess.run(
            [*COMMAND, *map(str, words)],
            env=os.environ | {"SOURCE_DATE_EPOCH": "1790000000"} | (environment or {}),
            capture_output=True,
            text=True,
            check=False,
            **settings,
        )

    return run


@pytest.fixture(scope="session")
def sixty(tmp_path_factory) -> Path:
    """Return a plan of sixty small reports."""
    folder = tmp_path_factory.mktemp("sixty")
    book = write_small(folder / "small.ipynb", "print(number * number)")
    return plan_of(folder / "plan.csv", book, range(60))
