"""The smaller forms of the example network: one or two waves, in one or two alliances each."""

from __future__ import annotations

from datetime import date
from functools import partial

from tsa_research.synthetic.faults import duplicate_row, empty_answers, replace_cell
from tsa_research.synthetic.wave_plan import Delivery, WavePlan

AUTUMN, SUMMER = "2025-autumn", "2026-summer"
OPEN_AUTUMN = (date(2025, 9, 22), date(2025, 10, 17))
OPEN_SUMMER = (date(2026, 6, 15), date(2026, 7, 10))

NINE = partial(replace_cell, position=5, heading="coaches_to_good", value="9")
BLANK = partial(empty_answers, position=3, first=2)
TWICE = partial(duplicate_row, position=2)

FURTHER_WAVES = (
    WavePlan(
        SUMMER, "leadership_log", "Summer 2026", "single", *OPEN_SUMMER,
        (Delivery("leadership_log_summer_2026_microsoft.xlsx", "microsoft"),),
        alliances=(1,), alike=(1, "strategy", 3),
    ),
    WavePlan(
        AUTUMN, "self_efficacy", "Autumn 2025", "before", *OPEN_AUTUMN,
        (Delivery("self_efficacy_autumn_2025_google.csv", "google_anonymous", faults=(BLANK,)),),
        alliances=(3,),
    ),
    WavePlan(
        SUMMER, "self_efficacy", "Summer 2026", "after", *OPEN_SUMMER,
        (Delivery("self_efficacy_summer_2026_google.csv", "google_anonymous"),),
        alliances=(3,),
    ),
    WavePlan(
        AUTUMN, "confidence_survey", "Autumn 2025", "before", *OPEN_AUTUMN,
        (Delivery("confidence_survey_autumn_2025_qualtrics.csv", "qualtrics_codes",
                  encoding="utf-8-sig"),),
        alliances=(4,), unanswered=(4, "aware_of_specialists"),
    ),
    WavePlan(
        SUMMER, "confidence_survey", "Summer 2026", "after", *OPEN_SUMMER,
        (Delivery("confidence_survey_summer_2026_google.csv", "google"),),
        alliances=(4,),
    ),
    WavePlan(
        "2025-september", "differentiation_confidence", "September 2025", "before",
        date(2025, 9, 8), date(2025, 9, 19),
        (Delivery("differentiation_confidence_september_2025_wide.csv", "plain_wide_by_address",
                  faults=(NINE,)),),
        alliances=(5,),
    ),
    WavePlan(
        "2025-october", "differentiation_confidence", "October 2025", "after",
        date(2025, 10, 13), date(2025, 10, 31),
        (Delivery("differentiation_confidence_october_2025_microsoft.xlsx", "microsoft_open"),),
        alliances=(5,),
    ),
    WavePlan(
        AUTUMN, "student_access", "Autumn 2025", "before", *OPEN_AUTUMN,
        (Delivery("student_access_autumn_2025_long.csv", "plain_long", delimiter=";"),),
    ),
    WavePlan(
        SUMMER, "student_access", "Summer 2026", "after", *OPEN_SUMMER,
        (Delivery("student_access_summer_2026_wide.csv", "plain_wide", faults=(TWICE,)),),
    ),
    WavePlan(
        AUTUMN, "pupil_attitude", "Autumn 2025", "before", *OPEN_AUTUMN,
        (Delivery("pupil_attitude_autumn_2025_wide.csv", "plain_wide", delimiter=";"),),
        alliances=(0,),
    ),
    WavePlan(
        SUMMER, "pupil_attitude", "Summer 2026", "after", *OPEN_SUMMER,
        (Delivery("pupil_attitude_summer_2026_long.csv", "plain_long"),),
        alliances=(0,), alike=(0, "likes_writing", 3),
    ),
    WavePlan(
        SUMMER, "differentiation_rubric", "Summer 2026", "single", *OPEN_SUMMER,
        (Delivery("differentiation_rubric_summer_2026_google.csv", "google"),),
        alliances=(2,), unanswered=(2, "group_tasks"),
    ),
    WavePlan(
        AUTUMN, "coaching_culture", "Autumn 2025", "before", *OPEN_AUTUMN,
        (Delivery("coaching_culture_autumn_2025_microsoft.xlsx", "microsoft"),),
        alliances=(0,), share=1.0,
    ),
    WavePlan(
        SUMMER, "coaching_culture", "Summer 2026", "after", *OPEN_SUMMER,
        (Delivery("coaching_culture_summer_2026_google.csv", "google"),),
        alliances=(0, 1),
    ),
    WavePlan(
        SUMMER, "enquiry_survey", "Summer 2026", "single", *OPEN_SUMMER,
        (Delivery("enquiry_survey_summer_2026_qualtrics.tsv", "qualtrics_labels",
                  delimiter="\t", encoding="utf-16-le"),),
        alliances=(0,), share=0.6,
    ),
    WavePlan(
        AUTUMN, "group_review", "At the launch", "before", *OPEN_AUTUMN,
        (Delivery("group_review_autumn_2025_google.csv", "google"),),
        alliances=(0,), share=1.0,
    ),
    WavePlan(
        "2026-autumn", "group_review", "After a year", "after",
        date(2026, 9, 21), date(2026, 10, 16),
        (Delivery("group_review_autumn_2026_microsoft.xlsx", "microsoft_open"),),
        alliances=(0,), alike=(0, "right_size", 3),
    ),
    WavePlan(
        SUMMER, "dispositions", "Summer 2026", "single", *OPEN_SUMMER,
        (Delivery("dispositions_summer_2026_wide.csv", "plain_wide_by_address"),),
        alliances=(3,),
    ),
    WavePlan(
        AUTUMN, "deliberate_practice", "Autumn 2025", "before", *OPEN_AUTUMN,
        (Delivery("deliberate_practice_autumn_2025_microsoft.xlsx", "microsoft"),),
        alliances=(2, 4),
    ),
    WavePlan(
        SUMMER, "deliberate_practice", "Summer 2026", "after", *OPEN_SUMMER,
        (Delivery("deliberate_practice_summer_2026_qualtrics.csv", "qualtrics_labels"),),
        alliances=(4,),
    ),
    WavePlan(
        SUMMER, "group_review", "At the launch, 2026", "before", *OPEN_SUMMER,
        (Delivery("group_review_summer_2026_google.csv", "google"),),
        alliances=(1, 4), share=0.75,
    ),
)  # fmt: skip
