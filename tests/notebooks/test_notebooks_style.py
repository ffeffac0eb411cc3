"""Every notebook asks a question, is thin, explains itself and keeps its headlines."""

from __future__ import annotations

import ast
import re
from itertools import pairwise
from statistics import median

import pytest
from notebook_cells import (
    EVERY,
    HEADLINE,
    NOTEBOOKS,
    code,
    parameters,
    prose,
    read,
    shows_something,
    tags,
)

WORKINGS = (
    ast.FunctionDef,
    ast.AsyncFunctionDef,
    ast.ClassDef,
    ast.Lambda,
    ast.Try,
    ast.For,
    ast.While,
    ast.If,
    ast.With,
    ast.comprehension,
    ast.BinOp,
)
ENDING = ["## What this does not show", "## Where this report comes from"]
SCALE = re.compile(r"from \d+ \([^)]*\) to \d+ \([^)]*\)")

each = pytest.mark.parametrize("path", EVERY, ids=lambda path: path.stem)
each_report = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def headings(book):
    lines = [line for cell in prose(book) for line in cell.source.splitlines()]
    return [line for line in lines if line.startswith("#")]


@each
def test_a_notebook_begins_with_its_question_for_whom_and_what_goes_in_and_out(path):
    book = read(path)
    question, *rest = book.cells[0].source.splitlines()
    assert book.cells[0].cell_type == "markdown"
    assert re.fullmatch(r"# \S.*\?", question)
    assert book.metadata["tsa"]["title"] == question.removeprefix("# ")
    assert re.search(r"For .*\*\*In:\*\*.*\*\*Out:\*\*", " ".join(rest))


@each
def test_a_notebook_has_one_title(path):
    assert [line for line in headings(read(path)) if line.startswith("# ")] == headings(read(path))[
        :1
    ]


@each
def test_a_notebook_is_named_by_number_and_words(path):
    assert re.fullmatch(r"\d\d_[a-z_]+", path.stem)


@each
def test_parameters_stand_second_as_typed_literals_with_comments(path):
    book = read(path)
    cell = parameters(book)
    assert book.cells.index(cell) == 1
    body, lines = ast.parse(cell.source).body, cell.source.splitlines()
    assert len(body) == len(lines)
    for node, line in zip(body, lines, strict=True):
        assert isinstance(node, ast.AnnAssign), line
        assert type(ast.literal_eval(node.value)).__name__ == ast.unparse(node.annotation)
        assert re.search(r"  # \w.*", line), line


@each
def test_code_cells_are_short(path):
    lengths = [len(cell.source.splitlines()) for cell in code(read(path))]
    assert median(lengths) <= 3
    assert max(lengths) <= 10


@each
def test_no_cell_does_the_work_of_the_package(path):
    for cell in code(read(path)):
        found = [node for node in ast.walk(ast.parse(cell.source)) if isinstance(node, WORKINGS)]
        assert found == [], cell.source


@each
def test_everything_is_imported_from_the_package(path):
    for cell in code(read(path)):
        for node in ast.walk(ast.parse(cell.source)):
            assert not isinstance(node, ast.Import), cell.source
            if isinstance(node, ast.ImportFrom):
                assert node.module.partition(".")[0] == "tsa_research"


@each
def test_no_number_is_typed_in_prose(path):
    first, *others = [cell.source for cell in prose(read(path))]
    typed = [SCALE.sub("", first), *(text.replace("50%", "") for text in others)]
    assert [text for text in typed if re.search(r"\d", text)] == []


@each_report
def test_a_sentence_stands_before_every_cell_that_shows_something(path):
    cells = read(path).cells
    first = next(n for n, cell in enumerate(cells) if cell.source.startswith("## "))
    for before, cell in pairwise(cells[first:]):
        if cell.cell_type == "code" and shows_something(cell):
            assert before.cell_type == "markdown", cell.source


@each_report
def test_how_to_read_it_stands_after_every_chart(path):
    for cell, after in pairwise(read(path).cells):
        if cell.cell_type == "code" and "charts." in cell.source:
            assert after.cell_type == "markdown", cell.source
            assert not after.source.startswith("#"), cell.source


@each_report
def test_a_notebook_ends_with_its_limits_and_where_it_comes_from(path):
    book = read(path)
    limits, source = code(book)[-2:]
    given = [node.target.id for node in ast.parse(parameters(book).source).body]
    assert headings(book)[-2:] == ENDING
    assert limits.source.startswith("prose.limits(")
    (call,) = [node.value for node in ast.parse(source.source).body]
    words = {word.arg: ast.unparse(word.value) for word in call.keywords}
    assert call.func.id == "provenance"
    assert words == {"notebook": repr(path.stem[3:]), **{name: name for name in given}}


@each
def test_a_notebook_runs_in_the_kernel_that_every_jupyter_has(path):
    assert read(path).metadata["kernelspec"]["name"] == "python3"


@each
def test_only_headlines_keep_their_output(path):
    kept = [cell for cell in code(read(path)) if cell.outputs]
    assert [cell.source for cell in kept if not tags(cell) >= HEADLINE] == []


@each_report
def test_headlines_keep_one_sentence_and_their_count(path):
    headlines = [cell for cell in code(read(path)) if tags(cell) & HEADLINE]
    assert headlines
    for cell in headlines:
        assert tags(cell) == HEADLINE
        assert cell.execution_count
        assert len(cell.outputs) == 1, cell.source
        assert cell.outputs[0]["data"]["text/plain"].strip()


@each_report
def test_headlines_are_the_answers_in_words(path):
    for cell in code(read(path)):
        if tags(cell) & HEADLINE:
            assert cell.source.splitlines()[-1].startswith("prose.headline(")


@each_report
def test_no_analysis_is_repeated_in_another_notebook(path):
    """A longer cell that stands in two notebooks is a function that is missing."""
    others = {cell.source for other in NOTEBOOKS if other != path for cell in code(read(other))}
    for cell in code(read(path)):
        if len(cell.source.splitlines()) > 3 and "import" not in cell.source:
            assert cell.source not in others
