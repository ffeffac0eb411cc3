"""Write data/schemas/suites anew from the declarations; run by ``make fix``."""

from __future__ import annotations

from pathlib import Path

from tsa_research.schemas.reading import (
    list_instruments,
    list_record_types,
    load_instrument,
    load_record_type,
)
from tsa_research.suites import write_suite

FOLDER = Path(__file__).resolve().parents[1] / "data" / "schemas" / "suites"

if __name__ == "__main__":
    for name in list_instruments():
        print(write_suite(load_instrument(name), FOLDER))
    for name in list_record_types():
        print(write_suite(load_record_type(name), FOLDER))
