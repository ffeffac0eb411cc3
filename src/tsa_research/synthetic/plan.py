"""What the example network delivered when: its waves, files, dialects and awkward cases."""

from __future__ import annotations

from datetime import date
from functools import partial

from tsa_research.synthetic.faults import (
    duplicate_row,
    empty_answers,
    preview_row,
    replace_answer,
    replace_cell,
    stranger,
)
from tsa_research.synthetic.further_waves import FURTHER_WAVES
from tsa_research.synthetic.wave_plan import Delivery, WavePlan

TRUST_AUTUMN_2025 = (
    Delivery(
        "trust_survey_autumn_2025_microsoft.xlsx",
        "microsoft",
        faults=(
            partial(replace_answer, position=6, column=-4, value="Strongly agreed"),
            partial(duplicate_row, position=9),
            partial(
                stranger,
                position=12,
                cells={
                    "Email": "taupe.dodo@nowhere-primary.example",
                    "Name": "Taupe Dodo",
                    "Your school": "Nowhere Primary",
                },
            ),
        ),
    ),
    Delivery(
        "trust_survey_autumn_2025_google_anonymous.csv",
        "google_anonymous",
        alliances=(3,),
        faults=(partial(empty_answers, position=4, first=4),),
    ),
    Delivery(
        "trust_survey_autumn_2025_late.csv",
        "plain_wide",
        alliances=(4,),
        late=True,
        faults=(
            partial(replace_answer, position=3, column=-2, value="9"),
            partial(stranger, position=7, cells={"participant": "person-unknown"}),
        ),
    ),
    Delivery(
        "trust_survey_autumn_2025_google.csv",
        "google",
        alliances=(5,),
        faults=(
            partial(replace_cell, position=2, heading="Timestamp", value="15/09/2062 10:31:07"),
        ),
    ),
)
TRUST_SPRING_2026 = (
    Delivery(
        "trust_survey_spring_2026_qualtrics.tsv",
        "qualtrics_labels",
        delimiter="\t",
        encoding="utf-16-le",
        faults=(preview_row,),
    ),
    Delivery("trust_survey_spring_2026_long.csv", "plain_long", alliances=(5,), delimiter=";"),
)
TRUST_AUTUMN_2026 = (
    Delivery("trust_survey_autumn_2026_microsoft.xlsx", "microsoft_open"),
    Delivery("trust_survey_autumn_2026_wide.csv", "plain_wide_by_address", alliances=(2,)),
)
MATURITY_AUTUMN_2025 = (
    Delivery("maturity_audit_autumn_2025_google.csv", "google"),
    Delivery("maturity_audit_autumn_2025_long.csv", "plain_long", alliances=(5,), delimiter=";"),
)
MATURITY_SUMMER_2026 = (
    Delivery(
        "maturity_audit_summer_2026_qualtrics.csv",
        "qualtrics_codes",
        encoding="utf-8-sig",
    ),
)
MENTORS_SEPTEMBER = (
    Delivery(
        "mentor_skills_audit_september_2025_wide.csv",
        "plain_wide",
        faults=(partial(replace_answer, position=10, column=-6, value="6"),),
    ),
)
MENTORS_JULY = (Delivery("mentor_skills_audit_july_2026_long.csv", "plain_long", delimiter=";"),)
FEEDBACK = (Delivery("programme_feedback_summer_2026_google.csv", "google", encoding="cp1252"),)
IMPACT = (Delivery("strand_impact_summer_2026_microsoft.xlsx", "microsoft"),)
GRADE_AUTUMN = (Delivery("lesson_self_grade_autumn_2025_wide.csv", "plain_wide"),)
GRADE_SUMMER = (Delivery("lesson_self_grade_summer_2026_google.csv", "google"),)

AUTUMN, SPRING, SUMMER = "2025-autumn", "2026-spring", "2026-summer"
WAVES = (
    WavePlan(
        AUTUMN, "maturity_audit", "Autumn 2025", "before",
        date(2025, 10, 6), date(2025, 11, 14), MATURITY_AUTUMN_2025,
    ),
    WavePlan(
        SUMMER, "maturity_audit", "Summer 2026", "after",
        date(2026, 6, 8), date(2026, 7, 17), MATURITY_SUMMER_2026,
    ),
    WavePlan(
        AUTUMN, "trust_survey", "Autumn 2025", "before",
        date(2025, 9, 15), date(2025, 10, 31), TRUST_AUTUMN_2025,
    ),
    WavePlan(
        SPRING, "trust_survey", "Spring 2026", "after",
        date(2026, 2, 23), date(2026, 3, 27), TRUST_SPRING_2026,
        silent=(1, 4), unanswered=(0, "respects_time__alliance_colleagues"),
    ),
    WavePlan(
        "2026-autumn", "trust_survey", "Autumn 2026", "after",
        date(2026, 9, 14), date(2026, 10, 16), TRUST_AUTUMN_2026,
    ),
    WavePlan(
        "2025-september", "mentor_skills_audit", "September 2025", "before",
        date(2025, 9, 8), date(2025, 9, 30), MENTORS_SEPTEMBER, share=0.93,
    ),
    WavePlan(
        "2026-july", "mentor_skills_audit", "July 2026", "after",
        date(2026, 6, 29), date(2026, 7, 17), MENTORS_JULY,
    ),
    WavePlan(
        SUMMER, "programme_feedback", "Summer 2026", "single",
        date(2026, 6, 15), date(2026, 7, 10), FEEDBACK, share=0.5,
    ),
    WavePlan(
        SUMMER, "strand_impact", "Summer 2026", "single",
        date(2026, 6, 15), date(2026, 7, 10), IMPACT, alliances=(0, 2),
    ),
    WavePlan(
        AUTUMN, "lesson_self_grade", "Autumn 2025", "before",
        date(2025, 9, 22), date(2025, 10, 17), GRADE_AUTUMN, alliances=(0,),
    ),
    WavePlan(
        SUMMER, "lesson_self_grade", "Summer 2026", "after",
        date(2026, 6, 22), date(2026, 7, 10), GRADE_SUMMER, alliances=(0,),
    ),
    *FURTHER_WAVES,
)  # fmt: skip
"""Every wave has a generator of its own by its number: a new one goes to the end."""
