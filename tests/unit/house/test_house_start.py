"""The command line answers at once: nothing heavy is imported before it is needed."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = (
    "altair",
    "great_expectations",
    "jupyter_client",
    "nbconvert",
    "numpy",
    "pandas",
    "papermill",
    "pyarrow",
    "scipy",
)


@pytest.fixture(scope="module")
def loaded_at_start():
    """Return the modules that are loaded once the parser of all commands is built."""
    program = (
        "import sys; from tsa_research.cli import build_parser; "
        "build_parser().format_help(); print(*sys.modules)"
    )
    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    return set(run.stdout.split())


def test_the_list_of_modules_at_start_is_that_of_the_command_line(loaded_at_start):
    assert {"argparse", "tsa_research.cli", "tsa_research.errors"} <= loaded_at_start


@pytest.mark.parametrize("library", HEAVY)
def test_the_command_line_starts_without(library, loaded_at_start):
    assert library not in loaded_at_start
