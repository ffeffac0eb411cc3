"""House words: modules say what they hold, and everything public says what it is for."""

from __future__ import annotations

import ast

import pytest
from source_tree import FILES, ROOT, place, tree

EMPTY_WORDS = {"utils", "util", "helpers", "helper", "misc", "manager", "common"}
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def members(body, prefix=""):
    """Yield name and node of each function and class of a module, methods included."""
    for node in body:
        if isinstance(node, (*FUNCTIONS, ast.ClassDef)):
            yield f"{prefix}{node.name}", node
        if isinstance(node, ast.ClassDef):
            yield from members(node.body, f"{prefix}{node.name}.")


def is_public(name):
    return not any(part.startswith("_") for part in name.split("."))


def test_no_module_has_a_name_that_says_nothing():
    assert [place(path) for path in FILES if set(path.stem.split("_")) & EMPTY_WORDS] == []


def test_no_module_is_a_second_version_of_another():
    assert [place(path) for path in FILES if path.stem.rstrip("0123456789").endswith("_v")] == []


@pytest.mark.parametrize("path", FILES, ids=place)
def test_a_module_and_everything_public_in_it_has_a_docstring(path):
    module = tree(path)
    named = [(place(path), module), *members(module.body)]
    silent = [name for name, node in named if is_public(name.removesuffix(".py").split("/")[-1])]
    assert [name for name, node in named if name in silent and not ast.get_docstring(node)] == []


@pytest.mark.parametrize("path", FILES, ids=place)
def test_every_function_says_what_it_returns(path):
    functions = [(n, node) for n, node in members(tree(path).body) if isinstance(node, FUNCTIONS)]
    assert [name for name, node in functions if node.returns is None] == []


def test_the_table_in_the_readme_lists_every_notebook():
    lines = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()
    rows = [line for line in lines if line.startswith("|")]
    for path in sorted((ROOT / "notebooks").glob("*.ipynb")):
        link = f"(notebooks/{path.name})"
        assert [row for row in rows if link in row], f"no row of README.md links {link}"
