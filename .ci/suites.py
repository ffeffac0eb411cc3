"""Write data/schemas/suites anew from the instruments; run by ``make fix``."""

from __future__ import annotations

from pathlib import Path

from tsa_research.schemas.reading import list_instruments, load_instrument
from tsa_research.suites import write_suite

FOLDER = Path(__file__).resolve().parents[1] / "data" / "schemas" / "suites"

if __name__ == "__main__":
    for name in list_instruments():
        print(write_suite(load_instrument(name), FOLDER))
