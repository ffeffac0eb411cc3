"""Where the files that travel with the package lie."""

from __future__ import annotations

from pathlib import Path


def shared_folder() -> Path:
    """Return the folder that holds ``data`` and ``notebooks``.

    In an installed wheel it is ``share`` inside the package; in a clone it is the
    repository itself.
    """
    package = Path(__file__).resolve().parent
    installed = package / "share"
    return installed if installed.is_dir() else package.parents[1]
