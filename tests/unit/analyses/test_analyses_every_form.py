"""Every form can be reported on the day its file lands: counted, said, drawn and tabled."""

import pytest

from tsa_research import charts, prose, tables
from tsa_research.analyses import agreement, change, profile
from tsa_research.disclosure import release
from tsa_research.policy import Policy
from tsa_research.schemas.reading import list_instruments, load_instrument

POLICY = Policy()
PEOPLE = 48


@pytest.fixture(params=list_instruments())
def two_waves(request, random_wave):
    return [
        random_wave(request.param, PEOPLE, seed, wave=name)
        for seed, name in ((1, "autumn"), (2, "summer"))
    ]


def test_answers_are_counted_said_and_drawn(two_waves):
    _, latest = two_waves
    spread = release(profile.distribution(latest), POLICY)
    said = prose.headline(spread)
    target = latest.instrument.target_ids[0]
    drawn = charts.likert(spread, title=said, target=target).to_dict()
    titles = {item.title for item in latest.instrument.items}
    assert [title for title in titles if title not in drawn["description"]] == []
    assert "of" in said
    assert all(item.title in str(tables.display(spread)) for item in latest.instrument.items)


def test_the_best_answer_of_every_scale_counts_as_favourable(two_waves):
    table = profile.favourable(two_waves[1]).table
    assert len(table) == len(two_waves[1].instrument.items)
    assert table["share_favourable"].between(0, 1).all()


def test_change_is_said_where_sections_have_a_mean(two_waves):
    first, latest = two_waves
    moved = release(change.change(first, latest, policy=POLICY), POLICY)
    assert str(prose.headline(moved))


def test_observers_of_one_lesson_are_held_against_each_other(random_wave):
    wave = random_wave("differentiation_rubric", 20, 3, blank=0)
    found = agreement.agreement(wave).table
    assert load_instrument("differentiation_rubric").speaks_for == "school"
    assert found["n"].tolist() == [5] * 4
    assert found[["alpha", "exact", "within_one"]].notna().all(axis=None)
