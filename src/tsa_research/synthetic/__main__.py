"""Write the example network: ``python -m tsa_research.synthetic FOLDER --seed NUMBER``."""

from __future__ import annotations

import argparse
from pathlib import Path

from tsa_research.synthetic.example import write_example
from tsa_research.synthetic.network import SIZES


def main() -> None:
    """Read the command line and write the network."""
    parser = argparse.ArgumentParser(prog="python -m tsa_research.synthetic", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument(
        "--schools",
        type=int,
        nargs="+",
        default=SIZES,
        metavar="NUMBER",
        help="schools in each alliance, one number for each",
    )
    options = parser.parse_args()
    write_example(options.folder, options.seed, schools_per_alliance=tuple(options.schools))


if __name__ == "__main__":
    main()
