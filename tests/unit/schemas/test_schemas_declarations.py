"""Every declaration in the folder can be read, and holds what its source says."""

from collections import Counter

import pytest

from tsa_research.resources import shared_folder
from tsa_research.schemas.reading import read_instrument, read_record_type

SCHEMAS = shared_folder() / "data" / "schemas"
INSTRUMENTS = sorted((SCHEMAS / "instruments").glob("*.yaml"))
RECORDS = sorted((SCHEMAS / "records").glob("*.yaml"))
ROLES = {"head_teacher", "senior_leader", "teacher", "mentor"}
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
        "lesson_observed_grade",
        "lesson_self_grade",
        "maturity_audit",
        "mentor_skills_audit",
        "programme_feedback",
        "strand_impact",
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
    assert "DFE-RR443G" in source.document
    assert "Teaching School Alliance" in source.place or "case studies" in source.place
    assert "ours" in source.note
    assert "MIT" in source.licence
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
