"""Fixtures of the end-to-end tests: the small network, with and without answers."""

from __future__ import annotations

import pytest
from small_network import FILE, copy_of, sheet, tsa_import, write, write_network

from tsa_research.identity import read_key


@pytest.fixture(scope="session")
def empty_network(tmp_path_factory):
    """Return the small network with a key and no answers. Copy it before changing it."""
    network = write_network(tmp_path_factory.mktemp("empty") / "network")
    read_key(network / "keys" / "pseudonym.key")
    return network


@pytest.fixture(scope="session")
def full_network(tmp_path_factory, empty_network):
    """Return the small network with one wave of the trust survey. Copy it before changing it."""
    folder = tmp_path_factory.mktemp("full")
    network = copy_of(empty_network, folder / "network")
    assert tsa_import(network, write(sheet("plain_wide"), folder / FILE)) == 0
    return network


@pytest.fixture
def network(empty_network, tmp_path):
    return copy_of(empty_network, tmp_path / "network")


@pytest.fixture
def answered(full_network, tmp_path):
    return copy_of(full_network, tmp_path / "network")
