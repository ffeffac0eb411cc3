"""Questions that are not rated: what they must say of themselves."""

import dataclasses

import pytest

from tsa_research.errors import DeclarationError
from tsa_research.schemas.questions import Question
from tsa_research.schemas.reading import list_instruments, load_instrument

OPTIONS = (("a", "Walks"), ("b", "Books"))
ASKED = [
    pytest.param(instrument, question, id=f"{name} {question.id}")
    for name in list_instruments()
    for instrument in [load_instrument(name)]
    for question in instrument.questions
]


def test_the_forms_of_the_sources_ask_what_the_sources_ask():
    kinds = {
        name: sorted(question.kind for question in load_instrument(name).questions)
        for name in ("coaching_culture", "differentiation_confidence", "group_review")
    }
    assert kinds["coaching_culture"] == ["text"] * 6
    assert kinds["differentiation_confidence"] == ["list"]
    assert kinds["group_review"] == ["ranking", *["text"] * 11, "tick_all", "tick_all"]


@pytest.mark.parametrize(("instrument", "question"), ASKED)
def test_a_wording_holds_no_sign_that_a_form_tool_uses_itself(instrument, question):
    texts = [question.wording, *(label for _, label in question.options)]
    assert [text for text in texts if set("[]\n\t;") & set(text) or " - " in text] == []


@pytest.mark.parametrize(
    ("wrong", "key"),
    [
        ({"kind": "tick_all", "options": OPTIONS[:1]}, "options"),
        ({"kind": "text", "options": OPTIONS}, "options"),
        ({"kind": "tick_all", "options": (*OPTIONS, ("a", "Films"))}, "options"),
        ({"kind": "tick_all", "options": (*OPTIONS, ("c", "walks"))}, "options"),
        ({"kind": "ranking", "options": (*OPTIONS, ("c", "Films; books"))}, "options"),
        ({"kind": "list"}, "most"),
        ({"kind": "text", "most": 3}, "most"),
    ],
    ids=["one option", "text", "code twice", "label twice", "semicolon", "list of one", "most"],
)
def test_a_question_that_could_not_be_read_back_is_refused(wrong, key):
    with pytest.raises(DeclarationError) as caught:
        Question(**{"id": "q", "title": "Q", "wording": "Which?"} | wrong)
    assert caught.value.where == f"questions, q, {key}"


@pytest.mark.parametrize(
    ("name", "expected"),
    [("visits", "an id of its own"), ("respondent", "none of the names")],
)
def test_the_id_of_a_question_is_its_own(name, expected):
    form = load_instrument("strand_impact")
    item = dataclasses.replace(form.items[0], id="visits")
    items = (item, *form.items[1:])
    subscale = dataclasses.replace(form.subscales[0], items=tuple(i.id for i in items))
    question = Question(name, "Q", "Which?", "text")
    with pytest.raises(DeclarationError) as caught:
        dataclasses.replace(form, items=items, subscales=(subscale,), questions=(question,))
    assert expected in caught.value.expected
