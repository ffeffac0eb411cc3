"""Binder builds from the same environment, and what it runs afterwards works on a fresh copy."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from source_tree import ROOT

BINDER = ROOT / "binder"


def test_binder_has_the_environment_of_the_project():
    assert (BINDER / "environment.yml").resolve() == ROOT / "environment.yml"
    assert os.access(BINDER / "postBuild", os.X_OK)


def test_what_binder_runs_imports_the_networks(tmp_path):
    ignored = shutil.ignore_patterns(".venv", ".git", "reports", "store", "keys", "set_aside", ".*")
    copy = shutil.copytree(ROOT, tmp_path / "copy", ignore=ignored, symlinks=True)
    script = (copy / "binder" / "postBuild").read_text()
    without_pip = "\n".join(line for line in script.splitlines() if "pip install" not in line)
    tools = tmp_path / "tools"
    tools.mkdir()
    tsa = f"#!{sys.executable}\nfrom tsa_research.cli import main\nraise SystemExit(main())\n"
    (tools / "tsa").write_text(tsa)
    (tools / "tsa").chmod(0o755)
    here = {"PATH": f"{tools}:{os.environ['PATH']}", "PYTHONPATH": str(copy / "src")}
    done = subprocess.run(
        ["bash", "-c", without_pip], cwd=copy, env=os.environ | here,
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    stored = [Path(copy, "data", name, "store", "answers") for name in ("example", "published")]
    assert all(folder.is_dir() for folder in stored)
