"""What happens in the example: who answers, and how answers move from wave to wave."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tsa_research.schemas.model import Instrument
from tsa_research.synthetic.answers import Effects, build_answers, draw_effects
from tsa_research.synthetic.lasting_groups import with_lasting_groups
from tsa_research.synthetic.pupils import NEXT_TERM_BEGAN
from tsa_research.synthetic.remarks import add_remarks
from tsa_research.synthetic.wave_plan import WavePlan

Floats = NDArray[np.float64]
DISSENTING_ALLIANCE = 1
STATIC_STRANDS = ("distributed_staff_information", "fit_governance")
FALLING_STRAND = "creative_entrepreneurship"
NOT_IN_STRAND = ("cross_phase", 0.4)
STEPS_BY_MEMBERSHIP = {"under_12_months": -0.9, "12_to_18_months": -0.4, "over_18_months": 0.0}
CENTRES = {
    "maturity_audit": -0.4,
    "trust_survey": 1.3,
    "programme_feedback": 1.0,
    "coaching_culture": 0.0,
    "confidence_survey": -0.2,
    "differentiation_confidence": -0.3,
    "pupil_attitude": 0.0,
}
USUAL_GAIN = 0.4
GAINS = {"coaching_culture": 0.9, "differentiation_confidence": 0.8, "self_efficacy": 0.05}
LEADERS_OF_ENQUIRY = 0.7
SPREADS = {
    "maturity_audit": {"between_people": 0.1, "between_schools": 0.6, "between_alliances": 0.4}
}


@dataclass
class Memory:
    """What lasts between the waves of one instrument: effects, and who answered before."""

    effects: Effects
    turn: int = 0
    answered: set[str] = field(default_factory=set)


def remember(instrument: Instrument, people: pd.DataFrame, rng: np.random.Generator) -> Memory:
    """Draw what will last between the waves of an instrument."""
    asked_of_pupils = "pupil" in instrument.answered_by
    own = (people["role"] == "pupil") == asked_of_pupils
    lasting = people[own & (people["role"] != "trainee") & (people["joined"] < NEXT_TERM_BEGAN)]
    return Memory(draw_effects(instrument, lasting, rng, **SPREADS.get(instrument.id, {})))


def simulate_wave(
    plan: WavePlan,
    instrument: Instrument,
    people: pd.DataFrame,
    memory: Memory,
    rng: np.random.Generator,
) -> pd.DataFrame:
    """Return the answers of a wave; ``memory`` moves on to the next.

    ``people`` is the roster with ``alliance_id``, ``alliance`` (its number), ``school_place``
    (the school's number in its alliance) and ``school_joined``. Nobody has answered before a
    wave of the kind ``before``.
    """
    if plan.kind == "before":
        memory.answered, memory.turn = set(), 0
    invited = people[
        people["role"].isin(instrument.answered_by)
        & (people["joined"] <= plan.closed.isoformat())
        & (people["alliance"].isin(plan.alliances) if plan.alliances is not None else True)
    ]
    invited = invited.assign(membership=membership(invited["school_joined"], plan.opened))
    invited = with_lasting_groups(invited, instrument)
    choose = choose_judges if instrument.speaks_for == "school" else choose_people
    chosen = invited[choose(invited, memory.answered, plan.share, rng)].reset_index(drop=True)
    if plan.silent:
        places = chosen[["alliance", "school_place"]].apply(tuple, axis=1)
        chosen = chosen[places != plan.silent].reset_index(drop=True)
    answers = build_answers(
        instrument,
        chosen,
        rng,
        effects=memory.effects,
        centre=CENTRES.get(instrument.id, 0.5),
        steps=steps(instrument, chosen, memory.turn, rng),
    )
    _plant(answers, chosen, plan, rng)
    memory.answered, memory.turn = set(chosen["participant_id"]), memory.turn + 1
    return add_remarks(answers, instrument, rng)


def membership(joined: pd.Series, day: date) -> pd.Series:
    """Return the code of how long a school had been in its alliance on a day."""
    days = (pd.Timestamp(day) - pd.to_datetime(joined)).dt.days
    codes = np.select([days < 365, days <= 548], list(STEPS_BY_MEMBERSHIP)[:2], "over_18_months")
    return pd.Series(codes, index=joined.index, dtype="str")


def choose_people(
    invited: pd.DataFrame, before: set[str], share: float, rng: np.random.Generator
) -> pd.Series:
    """Return who answers: four in five of those who did before, three in five of the others."""
    again = invited["participant_id"].isin(before)
    chance = np.where(again, 0.8, 0.6) if before else np.full(len(invited), share)
    return pd.Series(rng.random(len(invited)) < chance, index=invited.index)


def choose_judges(
    invited: pd.DataFrame, before: set[str], share: float, rng: np.random.Generator
) -> pd.Series:
    """Return the three to six judges of each school; those who judged before judge again."""
    judged = invited["school_id"].isin(invited["school_id"][invited["participant_id"].isin(before)])
    wanted = {school: rng.integers(3, 7) for school in sorted(set(invited["school_id"]))}
    most = invited["school_id"].map(wanted).astype(float)
    first = invited.groupby("school_id").cumcount() < most
    return first.mask(judged, invited["participant_id"].isin(before))


def steps(
    instrument: Instrument, people: pd.DataFrame, turn: int, rng: np.random.Generator
) -> Floats:
    """Return people × columns: by how many steps answers lie above the usual."""
    if instrument.id == "trust_survey":
        return trust_steps(instrument, people, turn)
    if instrument.id == "maturity_audit":
        return maturity_steps(instrument, people, turn, rng)
    gain = GAINS.get(instrument.id, USUAL_GAIN) * turn
    return enquiry_steps(people) + np.full((len(people), len(instrument.columns)), gain)


def enquiry_steps(people: pd.DataFrame) -> Floats:
    """Return people × 1: those who lead enquiries see more in them."""
    leads = people["enquiry_part"] == "leads" if "enquiry_part" in people else np.zeros(len(people))
    return LEADERS_OF_ENQUIRY * np.asarray(leads, dtype=float)[:, None]


def trust_steps(instrument: Instrument, people: pd.DataFrame, turn: int) -> Floats:
    """Return steps that trust colleagues in the alliance less, newer members and teachers least."""
    others = np.array([item.target == "alliance_colleagues" for item in instrument.items])
    by_person = people["membership"].map(STEPS_BY_MEMBERSHIP).to_numpy(dtype=float)
    by_person = by_person - 0.3 * (people["role"] == "teacher").to_numpy()
    return np.where(others, -0.75 + 0.25 * turn + by_person[:, None], 0.1 * turn)


def maturity_steps(
    instrument: Instrument, people: pd.DataFrame, turn: int, rng: np.random.Generator
) -> Floats:
    """Return steps that mostly move a school up one stage, which is two codes.

    In one alliance the head teacher sees every strand far higher than the other judges.
    """
    dissent = (people["alliance"] == DISSENTING_ALLIANCE) & (people["role"] == "head_teacher")
    result = np.zeros((len(people), len(instrument.columns))) + 2.5 * dissent.to_numpy()[:, None]
    for column, item in enumerate(instrument.items):
        place = "school_id" if item.target == "own_school" else "alliance_id"
        if item.id == FALLING_STRAND:
            result[:, column] += 1.0
        if turn == 0 or item.id in STATIC_STRANDS:
            continue
        moves = [-2, -1, 0] if item.id == FALLING_STRAND else [2, 1, 0]
        ids = sorted(set(people[place]))
        moved = dict(zip(ids, rng.choice(moves, len(ids), p=[0.65, 0.15, 0.2]), strict=True))
        result[:, column] += people[place].map(moved).to_numpy(dtype=float)
    return result


def _plant(
    answers: pd.DataFrame, people: pd.DataFrame, plan: WavePlan, rng: np.random.Generator
) -> None:
    strand, share = NOT_IN_STRAND
    if strand in answers:
        answers.loc[rng.random(len(answers)) < share, strand] = pd.NA
    if plan.unanswered:
        alliance, column = plan.unanswered
        answers.loc[people["alliance"] == alliance, column] = pd.NA
    if plan.alike:
        alliance, column, code = plan.alike
        answers.loc[people["alliance"] == alliance, column] = code
