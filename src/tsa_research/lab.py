"""Opening JupyterLab on the notebooks, on this machine only."""

from __future__ import annotations

import os
import subprocess
import sys

from tsa_research.resources import shared_folder
from tsa_research.wave_import import import_network
from tsa_research.workspace import open_workspace

QUIET = (
    "--LabApp.news_url=None",
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
)
"""Nobody is asked for news or for a newer version: the page talks to this machine only."""


def open_lab(network: str, *, port: int) -> int:
    """Import the network if need be and open JupyterLab on its start page; return its exit code.

    The server listens on this machine alone and asks for the token that it prints.
    """
    workspace = open_workspace(network)
    import_network(workspace)
    print(f"{workspace.title} is ready. In a notebook: network = {network!r}")
    start = shared_folder() / "notebooks" / "00_start.ipynb"
    command = [sys.executable, "-m", "jupyter", "lab", "--ServerApp.ip=127.0.0.1"]
    command += [f"--ServerApp.port={port}", f"--ServerApp.root_dir={shared_folder()}"]
    command += QUIET
    return subprocess.call([*command, str(start)], env=os.environ.copy())  # noqa: S603
