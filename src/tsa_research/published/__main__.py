"""Read the command line and rebuild ``inbox/`` and the record of pupils' outcomes."""

from __future__ import annotations

import argparse
from pathlib import Path

from tsa_research.published import write_enquiry, write_inbox, write_outcomes


def main() -> None:
    """Rebuild what is made from the printed tables."""
    parser = argparse.ArgumentParser(prog="python -m tsa_research.published")
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    write_inbox(folder)
    write_enquiry(folder)
    write_outcomes(folder)


if __name__ == "__main__":
    main()
