"""environment.yml and requirements.lock are made from pyproject.toml and in step with it."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from source_tree import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
DEPENDENCIES = (
    *PROJECT["dependencies"],
    *(entry for extra in PROJECT["optional-dependencies"].values() for entry in extra),
)
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
ENTRIES = tuple(entry for entry in LOCK.replace("\\\n", " ").splitlines() if entry.strip())


def versions(name: str) -> list[str]:
    """Return the versions that the lock pins for a name: one, or one for each marker."""
    pinned = [Requirement(re.split(r"\s--hash", entry)[0]) for entry in ENTRIES]
    return [
        specifier.version
        for requirement in pinned
        if canonicalize_name(requirement.name) == canonicalize_name(name)
        for specifier in requirement.specifier
    ]


def test_the_environment_for_conda_is_what_the_program_prints():
    run = subprocess.run(
        [sys.executable, ROOT / ".ci" / "environment.py"], capture_output=True, check=True
    )
    assert (ROOT / "environment.yml").read_bytes() == run.stdout


@pytest.mark.parametrize("dependency", DEPENDENCIES)
def test_the_lock_pins_every_dependency_within_its_range(dependency):
    wanted = Requirement(dependency)
    pinned = versions(wanted.name)
    assert pinned, f"{wanted.name} is not in the lock"
    assert [version for version in pinned if version not in wanted.specifier] == []


def test_the_lock_pins_exact_versions_with_hashes():
    pattern = re.compile(r"[\w.-]+==\S+( ; [^#]+?)?(\s+--hash=sha256:[0-9a-f]{64})+\s*")
    assert [entry[:60] for entry in ENTRIES if not pattern.fullmatch(entry)] == []


def test_the_lock_names_no_address():
    assert "://" not in LOCK


def test_the_lock_chooses_no_index():
    assert [entry for entry in ENTRIES if entry.lstrip().startswith("-")] == []
