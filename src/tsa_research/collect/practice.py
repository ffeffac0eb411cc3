"""A copy of a network of the package, to practise on without changing anything."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from tsa_research.workspace import EMBEDDED, Workspace, find_network, open_workspace

COPIED = ("records", "inbox", "instruments", "coding")


def open_for_writing(network: str) -> tuple[Workspace, str]:
    """Return the network to write into, and a sentence that says which it is.

    A network of the package is copied first, into a folder for temporary files.
    """
    if network not in EMBEDDED:
        workspace = open_workspace(network)
        return workspace, f"You are writing into {workspace.title}: {workspace.folder}."
    folder = Path(tempfile.mkdtemp(prefix="tsa-practice-"))
    source = find_network(network)
    shutil.copy(source / "network.toml", folder)
    for name in COPIED:
        if (source / name).is_dir():
            shutil.copytree(source / name, folder / name)
    workspace = open_workspace(folder)
    return workspace, (
        f"This is a practice copy of {workspace.title}, in {folder}. Nothing that you save here "
        "changes the example. Name your own network in the parameters to write into it."
    )
