"""Writing a whole fictional network: settings, records, raw exports and a README."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from zlib import crc32

import numpy as np
import pandas as pd

from tsa_research.schemas.model import Instrument
from tsa_research.schemas.reading import load_instrument
from tsa_research.synthetic.coding import write_coding
from tsa_research.synthetic.layouts import LAYOUTS
from tsa_research.synthetic.network import SIZES, Network, build_network
from tsa_research.synthetic.plan import WAVES
from tsa_research.synthetic.record_plan import RECORDS
from tsa_research.synthetic.stories import remember, simulate_wave
from tsa_research.synthetic.texts import network_toml, readme
from tsa_research.synthetic.wave_plan import Delivery, WavePlan
from tsa_research.synthetic.writers import write_text, write_workbook

Planted = tuple[str, int, str]


def write_example(folder: Path, seed: int, *, schools_per_alliance: Sequence[int] = SIZES) -> None:
    """Write a fictional network as a folder that can be imported.

    Parameters
    ----------
    folder : Path
        Gets ``network.toml``, ``README.md``, ``records/``, ``inbox/`` and ``coding/``.
    seed : int
        The same seed writes the same bytes.
    schools_per_alliance : sequence of int
        One entry for each alliance, so that a network of any size can be made. Some awkward
        cases need the first six alliances.
    """
    network = build_network(np.random.default_rng([seed, 0]), schools_per_alliance)
    _write_records(network, folder / "records")
    for record, build in RECORDS.items():
        chance = np.random.default_rng([seed, 0, crc32(record.encode())])
        _write_record(build(network, chance), folder / "records" / f"{record}.csv")
    (folder / "inbox").mkdir(exist_ok=True)
    people, memories, files = _people(network), {}, {}
    planted: list[Planted] = []
    for number, plan in enumerate(WAVES, start=1):
        rng = np.random.default_rng([seed, number])
        instrument = load_instrument(plan.instrument)
        if plan.instrument not in memories:
            memories[plan.instrument] = remember(instrument, people, rng)
        answers = simulate_wave(plan, instrument, people, memories[plan.instrument], rng)
        responses = _dress(answers, people, rng)
        write_coding(folder, plan, answers)
        files[plan] = _deliver(plan, instrument, responses, folder, rng, planted)
    (folder / "network.toml").write_bytes(network_toml(files).encode())
    (folder / "README.md").write_bytes(readme(seed, network, planted).encode())


def _write_records(network: Network, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for record in ("alliances", "schools", "participants"):
        table: pd.DataFrame = getattr(network, record)
        _write_record(table, folder / f"{record}.csv")


def _write_record(table: pd.DataFrame, path: Path) -> None:
    path.write_bytes(table.to_csv(index=False, lineterminator="\n").encode())


def _people(network: Network) -> pd.DataFrame:
    schools = network.schools.assign(
        school_place=network.schools.groupby("alliance_id").cumcount(),
        school_title=network.schools["title"],
        school_joined=network.schools["joined"],
    )
    kept = ["school_id", "alliance_id", "school_title", "school_joined", "school_place"]
    people = network.participants.merge(schools[kept], on="school_id", validate="many_to_one")
    number = {name: n for n, name in enumerate(network.alliances["alliance_id"])}
    return people.assign(alliance=people["alliance_id"].map(number))


def _dress(answers: pd.DataFrame, people: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Add what a form tool knows besides the answers; some type their address in capitals."""
    known = people.set_index("participant_id").loc[answers["participant_id"]].reset_index()
    shouted = rng.random(len(answers)) < 0.04
    return answers.assign(
        name=known["name"],
        email=known["email"].where(~shouted, known["email"].str.upper()),
        school_title=known["school_title"],
        alliance=known["alliance"],
        minutes=rng.integers(4, 20, len(answers)),
    )


def _deliver(
    plan: WavePlan,
    instrument: Instrument,
    responses: pd.DataFrame,
    folder: Path,
    rng: np.random.Generator,
    planted: list[Planted],
) -> list[str]:
    named = {number for d in plan.deliveries for number in d.alliances or ()}
    written = []
    for delivery in plan.deliveries:
        inside = responses["alliance"].isin(delivery.alliances or named)
        part = responses[inside if delivery.alliances else ~inside]
        if part.empty:
            continue
        part = part.assign(submitted=_moments(plan, delivery, len(part), rng))
        part = part.sort_values(["submitted", "participant_id"]).reset_index(drop=True)
        sheet = LAYOUTS[delivery.layout](instrument, part)
        planted += [(delivery.file, *fault(sheet)) for fault in delivery.faults]
        path = folder / "inbox" / delivery.file
        if path.suffix == ".xlsx":
            write_workbook(sheet, path)
        else:
            write_text(sheet, path, delimiter=delivery.delimiter, encoding=delivery.encoding)
        written.append(f"inbox/{delivery.file}")
    return written


def _moments(
    plan: WavePlan, delivery: Delivery, how_many: int, rng: np.random.Generator
) -> pd.Series:
    """Return when answers were sent: within the wave, or up to three weeks after it."""
    first, last = (plan.closed, 24) if delivery.late else (plan.opened, _days(plan))
    days = rng.integers(3 if delivery.late else 0, last, how_many)
    seconds = rng.integers(7 * 3600, 21 * 3600, how_many)
    return pd.Timestamp(first) + pd.to_timedelta(days * 86400 + seconds, unit="s")


def _days(plan: WavePlan) -> int:
    one_day = date.resolution
    return (plan.closed - plan.opened + one_day) // one_day
