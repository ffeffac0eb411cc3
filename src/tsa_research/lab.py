"""Opening JupyterLab on the notebooks, on this machine only."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from pathlib import Path

from tsa_research.own_notebooks import write_own
from tsa_research.resources import shared_folder
from tsa_research.serving import run_until_stopped
from tsa_research.wave_import import import_network
from tsa_research.workspace import EMBEDDED, open_workspace

QUIET = (
    "--LabApp.news_url=None",
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
)
"""Nothing is fetched about news or newer versions: the page talks to this machine only."""
UNASKED = {
    "@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False}
}
"""Settings of JupyterLab as they are until somebody changes them: it does not ask about news."""


def open_lab(network: str, *, port: int, browser: bool = True) -> int:
    """Import the network if need be and open JupyterLab on its start page; return its exit code.

    A network of one's own gets notebooks of its own beside its data, with parameters that fit
    them; see :func:`tsa_research.own_notebooks.write_own`. The server listens on this machine
    alone and asks for the token that it prints; the address that it prints leads to the start page.

    Parameters
    ----------
    network : str
        Name of an embedded network, or a folder.
    port : int
    browser : bool
        Whether a browser is opened.
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
    start = (folder / "00_start.ipynb").relative_to(root).as_posix()
    command += [f"--LabApp.default_url=/lab/tree/{start}", f"--ServerApp.open_browser={browser}"]
    with tempfile.TemporaryDirectory(prefix="tsa-lab-") as settings:
        return run_until_stopped(command, variables=_environment(Path(settings)))


def _environment(settings: Path) -> dict[str, str]:
    """Return the variables of the server, which reads our settings before the user's own."""
    defaults = settings / "labconfig" / "default_setting_overrides.json"
    defaults.parent.mkdir()
    defaults.write_text(json.dumps(UNASKED), encoding="utf-8")
    places = (os.environ.get("JUPYTER_CONFIG_PATH"), str(settings))
    return os.environ | {"JUPYTER_CONFIG_PATH": os.pathsep.join(filter(None, places))}
