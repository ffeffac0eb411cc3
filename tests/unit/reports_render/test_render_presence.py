"""What a form does not have is left out of its page, with its sentence and its heading."""

from __future__ import annotations

from nbformat.v4 import new_code_cell, new_markdown_cell, new_output

from tsa_research.html_table import ABSENT, Table, Tables
from tsa_research.reports.presence import present

EMPTY = Table("Nothing", (), (), ("This form has no question of this kind.",), absent=True)
FULL = Table("Something", (), (), ("Hidden.",))


def words(text, *tags):
    return new_markdown_cell(text, metadata={"tags": list(tags)})


def shown(table, *tags):
    data, metadata = table._repr_mimebundle_()
    output = new_output("display_data", data=data, metadata=metadata)
    return new_code_cell("show", outputs=[output], metadata={"tags": list(tags)})


def left(*cells):
    return [cell.source if cell.cell_type == "markdown" else "table" for cell in present(cells)]


SECTION = (words("## Chosen", "if_asked"), words("Ticked:", "if_asked"))


def test_an_empty_table_marks_itself_and_a_hidden_one_does_not():
    assert EMPTY._repr_mimebundle_()[1] == {ABSENT: True}
    assert FULL._repr_mimebundle_()[1] == {}
    assert Tables((EMPTY, EMPTY))._repr_mimebundle_()[1] == {ABSENT: True}
    assert Tables((EMPTY, FULL))._repr_mimebundle_()[1] == {}


def test_what_is_absent_goes_with_its_sentence_and_its_heading():
    cells = (*SECTION, shown(EMPTY, "if_asked"), words("## Next"))
    assert left(*cells) == ["## Next"]


def test_a_heading_stays_where_something_follows():
    cells = (*SECTION, shown(EMPTY, "if_asked"), words("Ranked:", "if_asked"))
    assert left(*cells, shown(FULL, "if_asked")) == ["## Chosen", "Ranked:", "table"]


def test_what_is_hidden_stays():
    assert left(*SECTION, shown(FULL, "if_asked")) == ["## Chosen", "Ticked:", "table"]


def test_without_the_tag_nothing_is_left_out():
    cells = (words("## Chosen"), words("Ticked:"), shown(EMPTY))
    assert left(*cells) == ["## Chosen", "Ticked:", "table"]


def test_a_cell_that_failed_or_showed_nothing_stays():
    silent = new_code_cell("x = 1", metadata={"tags": ["if_asked"]})
    error = new_output("error", ename="ValueError", evalue="no", traceback=[])
    failed = new_code_cell("show", outputs=[error], metadata={"tags": ["if_asked"]})
    assert left(words("Ticked:", "if_asked"), silent) == ["Ticked:", "table"]
    assert left(words("Ticked:", "if_asked"), failed) == ["Ticked:", "table"]
