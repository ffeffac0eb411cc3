"""Which records a fictional network keeps beside its roster, and who makes each of them up."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from tsa_research.synthetic.action_points import action_points
from tsa_research.synthetic.agreements import agreements
from tsa_research.synthetic.coaching_log import coaching_log
from tsa_research.synthetic.consents import consents
from tsa_research.synthetic.cycles import lesson_study_cycles
from tsa_research.synthetic.gap_tasks import gap_tasks
from tsa_research.synthetic.network import Network
from tsa_research.synthetic.protocol_sessions import protocol_sessions
from tsa_research.synthetic.pupil_outcomes import pupil_outcomes
from tsa_research.synthetic.ties import ties
from tsa_research.synthetic.trainee_grades import trainee_grades

RECORDS: dict[str, Callable[[Network, np.random.Generator], pd.DataFrame]] = {
    "coaching_log": coaching_log,
    "gap_tasks": gap_tasks,
    "lesson_study_cycles": lesson_study_cycles,
    "protocol_sessions": protocol_sessions,
    "pupil_outcomes": pupil_outcomes,
    "trainee_grades": trainee_grades,
    "ties": ties,
    "action_points": action_points,
    "agreements": agreements,
    "consents": consents,
}
"""Each is made with chance of its own, so that the order and what else there is do not matter."""
