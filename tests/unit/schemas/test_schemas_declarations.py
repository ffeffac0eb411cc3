"""Every declaration in the folder can be read, and holds what its source says."""

from collections import Counter

import pytest

from tsa_research.resources import shared_folder
from tsa_research.schemas.reading import read_instrument, read_record_type

SCHEMAS = shared_folder() / "data" / "schemas"
INSTRUMENTS = sorted((SCHEMAS / "instruments").glob("*.yaml"))
RECORDS = sorted((SCHEMAS / "records").glob("*.yaml"))
ROLES = {"head_teacher", "senior_leader", "teacher", "mentor", "pupil"}
CASE_STUDIES = "DFE-RR443G"
ORGANISATIONS = ("Alliance", "Partnership", "case studies")
LONGEST_TITLE = 38


def by_name(path):
    return path.stem


@pytest.fixture(params=INSTRUMENTS, ids=by_name)
def instrument(request):
    return read_instrument(request.param)


def packaged(name):
    return read_instrument(SCHEMAS / "instruments" / f"{name}.yaml")


def test_the_folder_holds_the_instruments_of_the_first_release():
    assert {path.stem for path in INSTRUMENTS} >= {
        "coaching_culture",
        "confidence_survey",
        "deliberate_practice",
        "differentiation_confidence",
        "differentiation_rubric",
        "dispositions",
        "enquiry_survey",
        "group_review",
        "leadership_log",
        "lesson_observed_grade",
        "lesson_self_grade",
        "maturity_audit",
        "mentor_skills_audit",
        "programme_feedback",
        "pupil_attitude",
        "self_efficacy",
        "strand_impact",
        "student_access",
        "trust_survey",
    }


@pytest.mark.parametrize(
    ("name", "items_by_subscale", "n_targets", "codes"),
    [
        ("maturity_audit", [4, 4, 4], 2, range(1, 8)),
        ("trust_survey", [3, 3, 3, 3], 2, range(1, 7)),
        ("mentor_skills_audit", [5, 4, 4, 3, 2, 4, 4, 3], 0, range(1, 6)),
        ("strand_impact", [5], 0, range(1, 6)),
        ("programme_feedback", [7], 0, range(1, 5)),
        ("lesson_self_grade", [1], 0, range(1, 5)),
        ("lesson_observed_grade", [1], 0, range(1, 5)),
        ("leadership_log", [12], 0, range(1, 4)),
        ("self_efficacy", [9, 3, 3, 1], 0, range(1, 6)),
        ("confidence_survey", [4, 2], 0, range(1, 6)),
        ("differentiation_confidence", [4, 2], 0, range(1, 6)),
        ("student_access", [4], 0, range(1, 4)),
        ("differentiation_rubric", [9], 0, range(1, 4)),
        ("coaching_culture", [5], 0, range(1, 6)),
        ("enquiry_survey", [6, 5, 4], 0, range(1, 6)),
        ("dispositions", [2] * 7, 0, range(1, 6)),
        ("deliberate_practice", [2, 2, 2, 3, 3], 0, range(1, 6)),
    ],
)
def test_items_sections_targets_and_codes_are_those_of_the_source(
    name, items_by_subscale, n_targets, codes
):
    found = packaged(name)
    assert [len(subscale.items) for subscale in found.subscales] == items_by_subscale
    assert len(found.targets) == n_targets
    assert len(found.items) == sum(items_by_subscale) * max(1, n_targets)
    assert {scale.codes for scale in found.scales} == {tuple(codes)}


@pytest.mark.parametrize(
    ("name", "direction", "positive"),
    [
        ("maturity_audit", "7 = leading is the favourable end", (5, 6, 7)),
        ("trust_survey", "1 = agree strongly is the favourable end", (1, 2, 3)),
        ("mentor_skills_audit", "5 = all the time is the favourable end", (4, 5)),
        ("strand_impact", "5 = significant impact is the favourable end", (4, 5)),
        ("programme_feedback", "1 = excellent is the favourable end", (1, 2)),
        ("lesson_self_grade", "1 = outstanding is the favourable end", (1, 2)),
        ("lesson_observed_grade", "1 = outstanding is the favourable end", (1, 2)),
        ("leadership_log", "3 = high is the favourable end", (3,)),
        ("self_efficacy", "5 = fully is the favourable end", (4, 5)),
        ("confidence_survey", "1 = very is the favourable end", (1, 2)),
        ("differentiation_confidence", "1 = very confident is the favourable end", (1, 2)),
        ("student_access", "3 = all is the favourable end", (3,)),
        ("differentiation_rubric", "1 = outstanding is the favourable end", (1, 2)),
        ("coaching_culture", "1 = holds fully is the favourable end", (1, 2)),
        ("dispositions", "5 = almost always is the favourable end", (4, 5)),
        ("deliberate_practice", "5 = always is the favourable end", (4, 5)),
    ],
)
def test_the_direction_of_every_scale_is_said_in_words(name, direction, positive):
    (scale,) = packaged(name).scales
    assert scale.direction == direction
    assert scale.positive == positive


def test_items_of_a_section_stand_together_and_in_the_order_of_the_form(instrument):
    in_subscales = [item for subscale in instrument.subscales for item in subscale.items]
    on_the_form = list(dict.fromkeys(item.id for item in instrument.items))
    assert in_subscales == on_the_form


def test_titles_fit_on_the_axis_of_a_chart(instrument):
    titles = [item.title for item in instrument.items]
    titles += [subscale.title for subscale in instrument.subscales]
    assert [title for title in titles if len(title) > LONGEST_TITLE] == []


def test_titles_of_items_are_unique_per_target(instrument):
    seen = Counter((item.title.casefold(), item.target) for item in instrument.items)
    assert [title for title, times in seen.items() if times > 1] == []


def test_no_wording_occurs_twice_so_that_exports_can_be_matched_by_it(instrument):
    wordings = [item.wording for item in instrument.items]
    wordings += [question.wording for question in instrument.context]
    seen = Counter(" ".join(wording.casefold().split()) for wording in wordings)
    assert [wording for wording, times in seen.items() if times > 1] == []


def test_wordings_hold_no_sign_that_a_form_tool_uses_itself(instrument):
    signs = set("[]\n\t")
    assert [item.wording for item in instrument.items if signs & set(item.wording)] == []
    assert [item.wording for item in instrument.items if " - " in item.wording] == []


def test_every_instrument_asks_for_person_and_school(instrument):
    asked = [question.asks for question in instrument.context]
    assert asked.count("person") == 1
    assert asked.count("school") == 1


def test_those_who_are_invited_exist_in_the_record_of_participants(instrument):
    assert set(instrument.answered_by) <= ROLES
    for question in instrument.context:
        if question.id == "role":
            assert set(question.codes) == set(instrument.answered_by)


def test_source_names_document_place_and_licence(instrument):
    source = instrument.source
    assert source.document
    assert source.place
    assert "ours" in source.note
    assert "MIT" in source.licence


def test_what_follows_a_case_study_names_it_and_its_licence(instrument):
    source = instrument.source
    if CASE_STUDIES not in source.document:
        assert "not copied" in source.licence
        return
    assert any(word in source.place for word in ORGANISATIONS)
    assert "Open Government Licence v3.0" in source.licence


def test_a_mean_needs_at_least_half_of_the_answers(instrument):
    for subscale in instrument.subscales:
        if subscale.aggregate == "mean":
            assert 2 * subscale.min_answered >= len(subscale.items)


def test_stages_are_never_averaged_and_each_full_stage_is_described():
    audit = packaged("maturity_audit")
    assert audit.speaks_for == "school"
    assert {subscale.aggregate for subscale in audit.subscales} == {"stages"}
    for item in audit.items:
        assert [code for code, _ in item.descriptors] == [1, 3, 5, 7]
    texts = [text for item in audit.items[::2] for _, text in item.descriptors]
    assert len(set(texts)) == 48


def test_stages_have_the_short_marks_of_the_model():
    (scale,) = packaged("maturity_audit").scales
    assert [option.mark for option in scale.options] == ["B", "B–D", "D", "D–E", "E", "E–L", "L"]


def test_a_group_is_reviewed_in_eight_aspects_against_the_signs_and_the_ideal():
    review = packaged("group_review")
    sizes = {subscale.id: len(subscale.items) for subscale in review.subscales}
    assert (sizes.pop("setting_out"), sizes.pop("symptoms"), sizes.pop("ideal")) == (3, 11, 4)
    assert list(sizes.values()) == [2] * 8
    turned = {review.subscale_of[item.id].id for item in review.items if item.reversed}
    assert turned == {"symptoms"}
    assert len(review.scale_of(review.subscales[0]).codes) == 4


def test_the_ideal_of_a_group_is_stated_once_with_its_source_and_asked_for():
    review = packaged("group_review")
    (asked,) = [section for section in review.subscales if section.id == "ideal"]
    assert tuple(mark.item for mark in review.ideal.marks) == asked.items
    sizes = [(mark.least_members, mark.most_members) for mark in review.ideal.marks]
    assert sizes == [(6, 15), (None, None), (None, None), (None, None)]
    assert "Too Busy to Learn" in review.ideal.source


def test_the_two_sentences_on_work_that_does_not_fit_are_reversed():
    turned = [item.id for item in packaged("student_access").items if item.reversed]
    assert turned == ["too_difficult", "too_easy"]


def test_exactly_one_item_of_the_trust_survey_is_reversed_and_it_is_about_openness():
    survey = packaged("trust_survey")
    turned = {item.id for item in survey.items if item.reversed}
    assert len(turned) == 1
    assert survey.subscale_of[turned.pop()].id == "openness"


def test_parallel_items_differ_only_in_whom_they_are_about():
    survey = packaged("trust_survey")
    for own, others in zip(survey.items[::2], survey.items[1::2], strict=True):
        assert (own.id, own.target, others.target) == (
            others.id,
            "own_school",
            "alliance_colleagues",
        )
        assert own.wording.removeprefix("In my school") == others.wording.removeprefix(
            "Across the alliance"
        )


@pytest.mark.parametrize("path", RECORDS, ids=by_name)
def test_every_record_type_reads_and_is_named_like_its_file(path):
    record = read_record_type(path)
    assert record.id == path.stem
    assert record.key in record.column_ids
    known = {other.stem for other in RECORDS}
    assert {column.refers_to for column in record.columns} - {None} <= known
    for column in record.columns:
        assert (column.kind == "choice") == bool(column.options)


def test_only_name_and_address_of_participants_name_a_person():
    named = {
        (path.stem, column.id)
        for path in RECORDS
        for column in read_record_type(path).columns
        if column.names_person
    }
    assert named == {("participants", "name"), ("participants", "email")}
