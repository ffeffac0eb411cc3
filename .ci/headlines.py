"""Run every notebook with its defaults and store the headlines, and nothing else, in it.

Run by ``make headlines`` after a result has changed on purpose; the change belongs in
CHANGELOG.md under "Results changed".
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient

FOLDER = Path(__file__).resolve().parents[1] / "notebooks"


def refresh(path: Path) -> None:
    """Execute a notebook in place and strip all outputs but the headlines."""
    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(notebook, kernel_name="python3", record_timing=False)
    client.execute(cwd=str(FOLDER))
    nbformat.write(notebook, path)
    strip = [sys.executable, "-m", "nbstripout", "--keep-count", str(path)]
    subprocess.run(strip, check=True)


if __name__ == "__main__":
    for notebook_path in sorted(FOLDER.glob("*.ipynb")):
        print(notebook_path.name)
        refresh(notebook_path)
