"""Print environment.yml from pyproject.toml: what conda and Binder install.

Run by ``make lock``; a test compares its output with the committed file.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

PIP_ONLY = {"krippendorff"}
"""What is installed with pip inside the conda environment."""


def build() -> str:
    """Return the text of environment.yml."""
    root = Path(__file__).resolve().parents[1]
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    python = re.search(r"[\d.]+", project["requires-python"])
    lines = [
        "# Made from pyproject.toml by make lock: change it there.",
        "name: tsa-research",
        "channels: [conda-forge]",
        "dependencies:",
        f"  - python={python.group() if python else '3.11'}",
        "  - pip",
    ]
    pip_only = []
    for requirement in project["dependencies"]:
        name = re.split(r"[<>=!~ ]", requirement)[0]
        if name in PIP_ONLY:
            pip_only.append(requirement)
        else:
            lines.append(f'  - "{requirement}"')
    lines.append("  - pip:")
    lines += [f'      - "{requirement}"' for requirement in pip_only]
    lines.append("      - -e .")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    print(build(), end="")
