"""Forms that are filled in in a browser: every kind comes back, and everybody can use them."""

from __future__ import annotations

from pathlib import Path

import pytest
from chromium import broken_rules, visit
from playwright.sync_api import BrowserContext, Page

from tsa_research.forms import make_form
from tsa_research.forms.schools import with_schools
from tsa_research.intake import read_export
from tsa_research.schemas.codes import CodeElement, read_code
from tsa_research.schemas.reading import list_instruments, load_instrument

SAVE = "Save my answers"


def made(name: str, folder: Path, schools=()) -> Path:
    path = folder / f"{name}.html"
    asked = with_schools(load_instrument(name), schools)
    path.write_text(make_form(asked, "html"), encoding="utf-8")
    return path


def saved(page: Page, folder: Path) -> Path:
    """Save the answers, and return the file where the download was put."""
    with page.expect_download() as begun:
        page.get_by_role("button", name=SAVE).click()
    path = folder / begun.value.suggested_filename
    begun.value.save_as(path)
    return path


def answer_everything(page: Page, instrument) -> dict[str, str]:
    """Fill the form in, and return what has to come back by column."""
    page.locator("#school").fill("Château Moss Primary")
    given = {"school": "Château Moss Primary"}
    if instrument.code:
        signs = {"letters": "é", "digits": "0"}
        parts = [
            part.length * signs["letters" if part.letters else "digits"] for part in instrument.code
        ]
        for part, text in zip(instrument.code, parts, strict=True):
            page.locator(f"#code-{part.id}").fill(text)
        given["person"] = read_code("".join(parts), instrument.code)
    else:
        page.locator("#participant").fill("one@oak.example")
        given["person"] = "one@oak.example"
    chosen = {item.column: str(item.scale.options[-1].code) for item in instrument.items}
    chosen |= {question.id: question.codes[-1] for question in instrument.groups}
    for name, code in chosen.items():
        page.locator(f'input[name="{name}"][value="{code}"]').check()
    for question in instrument.questions:
        given[question.id] = answer_question(page, question)
    return given | chosen


def answer_question(page: Page, question) -> str:
    if question.kind == "tick_all":
        for code in question.codes[:2]:
            page.locator(f'input[name="{question.id}"][value="{code}"]').check()
        return ";".join(question.codes[:2])
    if question.kind == "ranking":
        for place, code in enumerate(question.codes[::-1], start=1):
            page.locator(f"#{question.id}-{code}").select_option(str(place))
        return ";".join(question.codes[::-1])
    if question.kind == "list":
        for place in range(1, question.most + 1):
            page.locator(f"#{question.id}-{place}").fill(f"No, {place}")
        return "\n".join(f"No, {place}" for place in range(1, question.most + 1))
    page.locator(f"#{question.id}").fill('=1+1, they said: "why?"\nTwo lines')
    return '=1+1, they said: "why?"\nTwo lines'


@pytest.mark.parametrize("name", list_instruments())
def test_a_form_filled_in_in_a_browser_comes_back(name, plain: BrowserContext, tmp_path):
    instrument = load_instrument(name)
    with visit(plain, made(name, tmp_path)) as page:
        given = answer_everything(page, instrument)
        path = saved(page, tmp_path)
        assert "Saved as" in page.get_by_role("status").inner_text()
    intake = read_export(path, instrument)
    assert intake.set_aside == ()
    came_back = {name: intake.coded[name].tolist() for name in given}
    assert came_back == {name: [text] for name, text in given.items()}
    assert intake.coded["submitted"].notna().all()


SCHOOLS = (("oak", "Oak & Moss Primary"), ("fell", "Château Fell, Upper"))


def test_a_school_is_chosen_by_its_name_and_comes_back_by_its_id(plain: BrowserContext, tmp_path):
    with visit(plain, made("trust_survey", tmp_path, SCHOOLS)) as page:
        asked = page.get_by_label("Your school")
        assert asked.locator("option").all_inner_texts() == [
            "not chosen", "Oak & Moss Primary", "Château Fell, Upper",
        ]  # fmt: skip
        page.locator("input[type=radio]").first.check()
        asked.select_option("Château Fell, Upper")
        path = saved(page, tmp_path)
    intake = read_export(path, load_instrument("trust_survey"))
    assert intake.set_aside == ()
    assert intake.coded["school"].tolist() == ["fell"]


@pytest.fixture(params=["trust_survey", "maturity_audit", "group_review", "self_efficacy"])
def form(request, tmp_path) -> Path:
    """Return forms with two targets, with levels, with every kind of question, with a code."""
    return made(request.param, tmp_path, SCHOOLS)


@pytest.mark.parametrize("width", [320, 1280])
def test_a_form_breaks_no_rule_of_accessibility(form: Path, inspected: BrowserContext, width: int):
    with visit(inspected, form) as page:
        page.set_viewport_size({"width": width, "height": 900})
        page.get_by_role("button", name=SAVE).click()
        assert page.get_by_role("alert").inner_text()
        found = broken_rules(page)
    assert found == []


def test_a_form_fits_the_narrowest_screen(form: Path, phone: BrowserContext):
    with visit(phone, form) as page:
        assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_what_cannot_be_saved_is_said_with_a_way_to_it(plain: BrowserContext, tmp_path):
    with visit(plain, made("self_efficacy", tmp_path)) as page:
        page.locator("#code-mother").fill("7")
        page.locator("input[type=radio]").first.check()
        page.get_by_role("button", name=SAVE).click()
        alert = page.get_by_role("alert")
        assert (
            "expected 2 letters from A to Z, with or without accents, got “7”" in alert.inner_text()
        )
        assert page.get_by_role("status").inner_text() == ""
        alert.get_by_role("link").click()
        assert page.evaluate("document.activeElement.id") == "code-mother"


def test_the_keyboard_is_enough(plain: BrowserContext, tmp_path):
    with visit(plain, made("lesson_self_grade", tmp_path)) as page:
        seen = []
        for _ in range(30):
            page.keyboard.press("Tab")
            seen.append(
                page.evaluate("document.activeElement.type || document.activeElement.tagName")
            )
            if seen[-1] == "radio":
                page.keyboard.press("Space")
            if seen[-1] == "submit":
                break
        with page.expect_download() as begun:
            page.keyboard.press("Enter")
        assert begun.value.suggested_filename.startswith("lesson_self_grade_")
    assert "radio" in seen


def test_a_draft_is_kept_only_for_those_who_ask(plain: BrowserContext, tmp_path):
    path = made("trust_survey", tmp_path)
    with visit(plain, path) as page:
        page.locator("#school").fill("Oak")
    with visit(plain, path) as page:
        assert page.locator("#school").input_value() == ""
        page.locator("#keep").check()
        page.locator("#school").fill("Oak")
        page.locator("input[type=radio]").first.check()
    with visit(plain, path) as page:
        assert page.locator("#school").input_value() == "Oak"
        assert page.locator("input[type=radio]").first.is_checked()
        saved(page, tmp_path)
    with visit(plain, path) as page:
        assert page.locator("#school").input_value() == ""


def test_an_answer_can_be_taken_back(plain: BrowserContext, tmp_path):
    with visit(plain, made("trust_survey", tmp_path)) as page:
        first = page.locator("input[type=radio]").first
        first.check()
        page.get_by_role("button", name="Clear this answer").first.click()
        assert not first.is_checked()
        assert page.get_by_role("button", name="Clear this answer").count() == 0


def test_a_code_is_taken_exactly_where_the_import_takes_it(plain: BrowserContext, tmp_path):
    kinds = {"letters": "A", "digits": "0"}
    with visit(plain, made("self_efficacy", tmp_path)) as page:
        for kind, beside in kinds.items():
            texts = [chr(code) + beside for code in range(0x2FF0)]
            taken = page.evaluate(
                """([texts, kind]) => texts.map(folded).map((code) =>
                  code.length === 2 && SIGNS[kind].test(code) ? code : null)""",
                [texts, kind],
            )
            part = (CodeElement("part", "", **{kind: 2}),)
            expected = [read_code(text, part) for text in texts]
            wrong = [text for text, one, other in zip(texts, taken, expected, strict=True)
                     if one != other]  # fmt: skip
            assert wrong == []


@pytest.mark.parametrize("signs", ["Øy", "Łu", "ßa", "Ян", "A1", "A", "--"])
def test_signs_that_the_import_would_not_take_are_not_saved(signs, plain, tmp_path):
    instrument = load_instrument("self_efficacy")
    with visit(plain, made("self_efficacy", tmp_path)) as page:
        page.locator("input[type=radio]").first.check()
        for part in instrument.code:
            page.locator(f"#code-{part.id}").fill("-" * part.length)
        first = next(part for part in instrument.code if part.letters == 2)
        page.locator(f"#code-{first.id}").fill(signs)
        page.get_by_role("button", name=SAVE).click()
        words = "at least one letter or digit" if signs == "--" else f"got “{signs}”"
        assert words in page.get_by_role("alert").inner_text()
        assert page.get_by_role("status").inner_text() == ""


def test_the_next_person_at_a_device_begins_with_an_empty_page(plain: BrowserContext, tmp_path):
    with visit(plain, made("trust_survey", tmp_path, SCHOOLS)) as page:
        page.locator("#participant").fill("one@oak.example")
        page.locator("#school").select_option("oak")
        page.locator("input[type=radio]").first.check()
        path = saved(page, tmp_path)
        status = page.get_by_role("status")
        assert path.name in status.inner_text()
        assert page.locator("#participant").input_value() == ""
        assert page.locator("#school").input_value() == ""
        assert page.locator("input:checked").count() == 0
        assert page.get_by_role("button", name="Clear this answer").count() == 0
        with page.expect_download() as begun:
            page.get_by_role("button", name="Save the same file again").click()
        assert begun.value.suggested_filename == path.name
        assert Path(begun.value.path()).read_bytes() == path.read_bytes()
        page.get_by_role("button", name="Start again for the next person").click()
        assert status.inner_text() == ""
        assert page.evaluate("document.activeElement.id") == "participant"
        assert page.get_by_role("button", name="Save the same file again").count() == 0
        page.get_by_role("button", name=SAVE).click()
        assert "No question is answered yet" in page.get_by_role("alert").inner_text()


def test_the_file_of_the_last_person_is_gone_once_somebody_answers(plain, tmp_path):
    with visit(plain, made("trust_survey", tmp_path)) as page:
        page.locator("input[type=radio]").first.check()
        saved(page, tmp_path)
        page.locator("input[type=radio]").first.check()
        assert page.get_by_role("button", name="Save the same file again").count() == 0
        assert page.get_by_role("status").inner_text() == ""


def test_an_address_without_at_is_asked_about_once(plain: BrowserContext, tmp_path):
    with visit(plain, made("trust_survey", tmp_path)) as page:
        page.locator("#participant").fill("person-17")
        page.locator("input[type=radio]").first.check()
        page.get_by_role("button", name=SAVE).click()
        alert = page.get_by_role("alert")
        assert "expected an e-mail address with @, got “person-17”" in alert.inner_text()
        path = saved(page, tmp_path)
        assert alert.inner_text() == ""
    intake = read_export(path, load_instrument("trust_survey"))
    assert intake.coded["person"].tolist() == ["person-17"]
