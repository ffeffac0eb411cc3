"""Fixtures of the import tests: the tiny network in a temporary folder."""

from __future__ import annotations

import pytest
from tiny_network import write_network


@pytest.fixture
def network(tmp_path):
    return write_network(tmp_path / "network")
