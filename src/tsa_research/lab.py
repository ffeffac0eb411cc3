"""Opening JupyterLab on the notebooks, on this machine only."""

from __future__ import annotations

import os
import subprocess
import sys

from tsa_research.own_notebooks import write_own
from tsa_research.resources import shared_folder
from tsa_research.wave_import import import_network
from tsa_research.workspace import EMBEDDED, open_workspace

QUIET = (
    "--LabApp.news_url=None",
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
)
"""Nobody is asked for news or for a newer version: the page talks to this machine only."""


def open_lab(network: str, *, port: int) -> int:
    """Import the network if need be and open JupyterLab on its start page; return its exit code.

    A network of one's own gets notebooks of its own beside its data, with parameters that fit
    them; see :func:`tsa_research.own_notebooks.write_own`. The server listens on this machine
    alone and asks for the token that it prints.
    """
    workspace = open_workspace(network)
    import_network(workspace)
    if network in EMBEDDED:
        folder, root = shared_folder() / "notebooks", shared_folder()
    else:
        folder = root = write_own(workspace, network)
    print(f"{workspace.title} is ready. Its notebooks are in {folder}.", flush=True)
    command = [sys.executable, "-m", "jupyter", "lab", "--ServerApp.ip=127.0.0.1"]
    command += [f"--ServerApp.port={port}", f"--ServerApp.root_dir={root}", *QUIET]
    start = str(folder / "00_start.ipynb")
    return subprocess.call([*command, start], env=os.environ.copy())  # noqa: S603
