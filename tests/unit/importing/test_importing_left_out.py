"""What the report of a cohort says of a form that too few people answered."""

from __future__ import annotations

import pytest
from tiny_network import SETTINGS, write_network

from tsa_research import prose, tables
from tsa_research.analyses import change, gap, profile, stages
from tsa_research.combining import combine
from tsa_research.disclosure import release
from tsa_research.schemas.reading import load_instrument
from tsa_research.study import open_study
from tsa_research.wave_import import import_wave
from tsa_research.workspace import open_workspace

ONE_WAVE = "Too few answered to be shown. There is only one wave so far (Spring): change needs two."
TOO_FEW = "Too few answered to be shown"


def asked(folder, form, *waves):
    """Return the study of a cohort in which three people of one school answered a form."""
    network = write_network(folder)
    block = SETTINGS[SETTINGS.index("[[waves]]") :].replace("lesson_self_grade", form)
    blocks = [
        block.replace('"spring"', f'"{wave.lower()}"')
        .replace('"Spring"', f'"{wave}"')
        .replace("spring.csv", f"{wave.lower()}.csv")
        for wave in waves
    ]
    settings = SETTINGS[: SETTINGS.index("[[waves]]")] + "\n".join(blocks)
    (network / "network.toml").write_text(settings, encoding="utf-8")
    (network / "records" / "participants.csv").unlink()
    columns = load_instrument(form).columns
    lines = [",".join(["school", "submitted", *columns])]
    lines += [",".join(["oak", f"2026-03-1{n}", *(str(n) for _ in columns)]) for n in (1, 2, 3)]
    workspace = open_workspace(network)
    for wave in workspace.waves:
        (network / wave.files[0]).write_text("\n".join(lines) + "\n", encoding="utf-8")
        import_wave(workspace, wave)
    study = combine(open_study(str(network), form, cohort="2025", allow_empty=True))
    assert study.left_out == (("North Alliance",) if waves else ())
    return study


def said(finding, study):
    return str(prose.headline(release(finding, study.policy)))


def test_a_form_that_too_few_judged_in_one_wave_was_not_left_unanswered(tmp_path):
    study = asked(tmp_path / "network", "maturity_audit", "Spring")
    moved = stages.movement_summary(study.first, study.latest, study.policy)
    assert said(moved, study) == ONE_WAVE
    nexts = stages.priorities(study.latest, study.policy, target="own_school")
    assert said(nexts, study).startswith(TOO_FEW)


def test_two_waves_that_too_few_answered_are_not_said_to_lack_answers(tmp_path):
    study = asked(tmp_path / "network", "trust_survey", "Spring", "Summer")
    waves = (study.first, study.latest)
    for finding in (
        change.matched_change(*waves, policy=study.policy),
        gap.gap(study.latest, by="alliance"),
        gap.gap(study.latest),
        profile.favourable(study.latest, weakest_first=True),
        profile.sections(*waves),
    ):
        assert said(finding, study).startswith(TOO_FEW), finding.kind
    shown = release(profile.favourable(study.latest), study.policy)
    assert TOO_FEW.lower() in str(tables.display(shown)).lower()


@pytest.mark.parametrize("form", ["maturity_audit", "trust_survey"])
def test_a_form_that_nobody_answered_is_still_said_to_have_no_answers(form, tmp_path):
    study = asked(tmp_path / "network", form)
    finding = change.change(study.first, study.latest)
    assert said(finding, study) == "Nobody has answered yet."
