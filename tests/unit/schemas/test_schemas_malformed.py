"""A malformed declaration is refused, naming file, key, what was expected and what was found."""

import copy

import pytest
import yaml

from tsa_research.errors import DeclarationError
from tsa_research.schemas.reading import read_instrument, read_record_type

GOOD = {
    "id": "mini",
    "version": 1,
    "title": "Mini",
    "about": "Two questions.",
    "answered_by": ["teacher"],
    "speaks_for": "person",
    "scales": [
        {
            "name": "three",
            "favourable": "high",
            "positive": [3],
            "options": [
                {"code": 1, "label": "No"},
                {"code": 2, "label": "Partly"},
                {"code": 3, "label": "Yes"},
            ],
        }
    ],
    "items": [
        {"id": "first", "title": "First", "wording": "Is it?", "scale": "three"},
        {"id": "second", "title": "Second", "wording": "Was it?", "scale": "three"},
    ],
    "subscales": [{"id": "all", "title": "All", "items": ["first", "second"]}],
    "context": [
        {
            "id": "role",
            "title": "Role",
            "wording": "Your role",
            "asks": "group",
            "options": [{"code": "teacher", "label": "Teacher"}],
        }
    ],
    "source": {"document": "D", "place": "P", "note": "N", "licence": "L"},
}
GOOD_RECORD = {
    "id": "things",
    "version": 1,
    "title": "Things",
    "about": "One row for each.",
    "key": "thing_id",
    "columns": [{"id": "thing_id", "title": "Thing"}],
    "source": "Ours.",
}


def put(*path_and_value):
    *path, last, value = path_and_value

    def change(declaration):
        for step in path:
            declaration = declaration[step]
        if isinstance(declaration, list) and last == len(declaration):
            declaration.append(value)
        else:
            declaration[last] = value

    return change


def drop(*path):
    *path, last = path

    def change(declaration):
        for step in path:
            declaration = declaration[step]
        del declaration[last]

    return change


def rename(old, new):
    def change(declaration):
        declaration[new] = declaration.pop(old)

    return change


def ideal(**mark):
    return {"source": "S", "marks": [{"item": "first", "stated": "It is so", **mark}]}


# what is wrong, the change, the key named, a part of what was expected, of what was found
MALFORMED = [
    ("missing key", drop("title"), "title", "the key is missing", "nothing"),
    ("missing nested key", drop("items", 0, "wording"), "items, first, wording", "text", "nothing"),
    ("misspelt key", rename("context", "contxt"), "contxt", "Did you mean context?", "contxt"),
    ("misspelt nested key", put("items", 1, "reverse", True), "items, second, reverse",
     "Did you mean reversed?", "reverse"),
    ("text for a number", put("version", "one"), "version", "a whole number", "'one'"),
    ("true for a number", put("version", True), "version", "a whole number", "True"),
    ("number for a text", put("title", 5), "title", "a text", "5"),
    ("empty text", put("about", "  "), "about", "not empty", "''"),
    ("text for a list", put("answered_by", "teacher"), "answered_by", "a list", "'teacher'"),
    ("number in a list of texts", put("answered_by", [7]), "answered_by", "each entry", "7"),
    ("text for keys", put("source", "a book"), "source", "keys", "'a book'"),
    ("unknown choice", put("speaks_for", "pupil"), "speaks_for", "person or school", "'pupil'"),
    ("unknown scale", put("items", 0, "scale", "four"), "items, first, scale", "three", "'four'"),
    ("duplicate id", put("items", 1, "id", "first"), "items", "every id once", "first"),
    ("item in no subscale", put("subscales", 0, "items", ["first"]), "subscales",
     "every item in one subscale", "second"),
    ("item in a subscale that does not exist", put("subscales", 0, "items", ["first", "third"]),
     "subscales, all, items", "ids of items", "third"),
    ("too many answers asked for", put("subscales", 0, "min_answered", 3),
     "subscales, all, min_answered", "1 to 2", "3"),
    ("positive not a run", put("scales", 0, "positive", [2]), "scale three, positive",
     "the first few of [3, 2, 1]", "[2]"),
    ("positive everywhere", put("scales", 0, "positive", [1, 2, 3]), "scale three, positive",
     "not all of them", "[1, 2, 3]"),
    ("no direction", put("scales", 0, "favourable", "up"), "scales, three, favourable",
     "high or low", "'up'"),
    ("codes out of order", put("scales", 0, "options", 0, "code", 9), "scale three, options",
     "[2, 3, 9]", "[9, 2, 3]"),
    ("label twice", put("scales", 0, "options", 0, "label", "yes"), "scale three, options",
     "every label once", "yes"),
    ("one option", put("scales", 0, "options", [{"code": 1, "label": "No"}]),
     "scale three, options", "two or more", "(1,)"),
    ("descriptor of no code", put("items", 0, "descriptors", {8: "Far"}),
     "items, first, descriptors", "[1, 2, 3]", "8"),
    ("item twice in a subscale", put("subscales", 0, "items", ["first", "first", "second"]),
     "subscales, all, items", "each in one subscale", "first"),
    ("role that no participant has", put("answered_by", ["teachers"]), "answered_by",
     "Did you mean teacher?", "teachers"),
    ("nobody is asked", put("answered_by", []), "answered_by", "one or more of head_teacher", "[]"),
    ("group code twice", put("context", 0, "options", 1, {"code": "teacher", "label": "Tutor"}),
     "context, role, options", "every code once", "teacher"),
    ("group label twice", put("context", 0, "options", 1, {"code": "t", "label": " TEACHER"}),
     "context, role, options", "every label once", "teacher"),
    ("group with the id of an item", put("context", 0, "id", "first"), "context, first, id",
     "an id of its own", "first"),
    ("mark that nothing asks for", put("ideal", ideal(item="third")), "ideal, marks, no. 1, item",
     "first, second", "'third'"),
    ("sizes the wrong way round", put("ideal", ideal(least_members=9, most_members=6)),
     "ideal, marks, no. 1, most_members", "the least not above the most", "6"),
    ("one size only", put("ideal", ideal(least_members=9)), "ideal, marks, no. 1, most_members",
     "both sizes", "nothing"),
    ("ideal without a source", put("ideal", {"marks": []}), "ideal, source", "missing", "nothing"),
    ("two questions of one wording", put("context", 1, {"id": "where", "title": "W",
     "wording": "your  ROLE", "asks": "school"}), "context, role, wording", "of its own", "role"),
    ("person asked in the words of an item", put("context", 0, "wording", "is it?"),
     "context, role, wording", "of its own", "is it?"),
    ("two items of one wording", put("items", 1, "wording", "is  IT?"),
     "items, second, wording", "of first", "is  IT?"),
    ("group without options", drop("context", 0, "options"), "context, role, options",
     "code and label", "nothing"),
    ("id that is not the file's name", put("id", "maxi"), "id", "mini", "'maxi'"),
]  # fmt: skip


def test_the_declaration_from_which_the_table_departs_is_good(tmp_path):
    path = tmp_path / "mini.yaml"
    path.write_text(yaml.safe_dump(GOOD), encoding="utf-8")
    assert read_instrument(path).columns == ("first", "second")


@pytest.mark.parametrize(
    ("change", "key", "expected", "got"),
    [row[1:] for row in MALFORMED],
    ids=[r[0] for r in MALFORMED],
)
def test_a_malformed_declaration_is_refused(tmp_path, change, key, expected, got):
    declaration = copy.deepcopy(GOOD)
    change(declaration)
    path = tmp_path / "mini.yaml"
    path.write_text(yaml.safe_dump(declaration), encoding="utf-8")
    with pytest.raises(DeclarationError) as caught:
        read_instrument(path)
    error = caught.value
    assert error.where.startswith(str(path))
    assert error.where.endswith(f", {key}")
    assert expected in error.expected
    assert got in error.got


@pytest.mark.parametrize(
    ("content", "expected", "got"),
    [
        (b"id: [mini", "a YAML file in UTF-8", "line 1"),
        (b"id: \xff", "a YAML file in UTF-8", "0xff"),
        (b"- mini", "keys with values", "mini"),
        (b"", "keys with values", "nothing"),
    ],
    ids=["not YAML", "not UTF-8", "a list", "empty"],
)
def test_what_is_not_yaml_with_keys_is_refused(tmp_path, content, expected, got):
    path = tmp_path / "mini.yaml"
    path.write_bytes(content)
    with pytest.raises(DeclarationError) as caught:
        read_instrument(path)
    assert str(path) in caught.value.where
    assert expected in caught.value.expected
    assert got in caught.value.got


@pytest.mark.parametrize(
    ("change", "key", "expected", "got"),
    [
        (put("key", "thing"), "key", "thing_id", "thing"),
        (put("columns", 0, "kind", "duration"), "kind", "text or date", "'duration'"),
        (put("columns", 0, "requird", False), "requird", "Did you mean required?", "requird"),
        (drop("source"), "source", "the key is missing", "nothing"),
    ],
    ids=["key that is no column", "unknown kind", "misspelt key", "missing key"],
)
def test_a_malformed_record_type_is_refused(tmp_path, change, key, expected, got):
    declaration = copy.deepcopy(GOOD_RECORD)
    change(declaration)
    path = tmp_path / "things.yaml"
    path.write_text(yaml.safe_dump(declaration), encoding="utf-8")
    with pytest.raises(DeclarationError) as caught:
        read_record_type(path)
    assert caught.value.where.endswith(key)
    assert expected in caught.value.expected
    assert got in caught.value.got


@pytest.mark.parametrize(
    "text",
    [
        "version: 2026-99-99",
        "version: !!int abc",
        "version: " + "9" * 5000,
        "[" * 2000,
        "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]",
    ],
    ids=["no date", "no number", "a number of 5000 digits", "2000 brackets", "references"],
)
def test_yaml_that_cannot_be_read_is_named_as_such(tmp_path, text):
    path = tmp_path / "own.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DeclarationError, match=r"own\.yaml"):
        read_instrument(path)


@pytest.mark.parametrize(
    "name", ["respondent", "school", "answered_once", "ignore", "Has Blanks", "1st", "", "x" * 65]
)
def test_an_id_that_cannot_name_a_column_is_refused(tmp_path, name):
    values = copy.deepcopy(GOOD)
    before = values["items"][0]["id"]
    values["items"][0]["id"] = name
    for subscale in values["subscales"]:
        subscale["items"] = [name if item == before else item for item in subscale["items"]]
    path = tmp_path / "own.yaml"
    path.write_text(yaml.safe_dump(values, sort_keys=False), encoding="utf-8")
    with pytest.raises(DeclarationError):
        read_instrument(path)
