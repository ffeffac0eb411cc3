"""What people write: one process that calls papermill and nbconvert for each report in turn."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import nbformat
import papermill
from nbconvert import HTMLExporter

if __name__ == "__main__":
    job, out = Path(sys.argv[1]), Path(sys.argv[2])
    out.mkdir()
    for number, (notebook, parameters) in enumerate(json.loads(job.read_text(encoding="utf-8"))):
        executed = out / f"{number}.ipynb"
        papermill.execute_notebook(notebook, str(executed), parameters, progress_bar=False)
        page, _ = HTMLExporter().from_notebook_node(nbformat.read(executed, as_version=4))
        executed.with_suffix(".html").write_text(page, encoding="utf-8")
