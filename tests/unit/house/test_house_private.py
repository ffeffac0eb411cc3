"""What holds people's answers never prints them: a notebook keeps what a cell ends with."""

from __future__ import annotations

import ast

import pytest
from source_tree import FILES, place, tree

RELEASED = ("Release",)
"""Holds released figures only, which may be shown."""


def frame_fields():
    """Yield every field of a class that is a data frame, with its class and file."""
    for path in FILES:
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.ClassDef) and node.name not in RELEASED:
                for field in node.body:
                    if isinstance(field, ast.AnnAssign) and ast.unparse(field.annotation).endswith(
                        "DataFrame"
                    ):
                        yield f"{place(path)} {node.name}.{ast.unparse(field.target)}", node, field


FIELDS = {name: (node, field) for name, node, field in frame_fields()}


@pytest.mark.parametrize("name", FIELDS)
def test_a_frame_of_answers_is_left_out_of_what_its_owner_prints(name):
    owner, field = FIELDS[name]
    decorators = " ".join(ast.unparse(decorator) for decorator in owner.decorator_list)
    default = ast.unparse(field.value) if field.value else ""
    assert "repr=False" in decorators or "repr=False" in default, name


def test_the_frames_of_the_spine_are_among_them():
    assert {"waves.py Wave.responses", "findings.py Finding.table"} <= set(FIELDS)
