"""``tsa check-figures``: a table in, verdicts and an exit code out."""

from __future__ import annotations

import csv
import subprocess
import sys

import pytest

from tsa_research.cli import main
from tsa_research.errors import ALL_WELL, BAD_USAGE, NOTHING_DONE, SOME_FAILED

HEAD = "id,printed,kind,count,base,relation\n"


@pytest.fixture
def table(tmp_path):
    def of(rows):
        path = tmp_path / "figures.csv"
        path.write_text(HEAD + rows, encoding="utf-8")
        return path

    return of


def test_the_template_can_be_checked_and_is_right(tmp_path, capsys):
    assert main(["check-figures", "--template"]) == ALL_WELL
    path = tmp_path / "template.csv"
    path.write_text(capsys.readouterr().out, encoding="utf-8")
    assert main(["check-figures", str(path), "--all"]) == ALL_WELL
    said = capsys.readouterr().out
    assert "Consistent: 9" in said
    assert "girls-share: 44% (Example, page 3)\n    8 of 18 is 44.4%, which prints as 44%." in said


def test_an_impossible_figure_is_named_and_the_exit_code_says_so(table, tmp_path, capsys):
    path = table("a,87%,percent,19,22,\nb,50%,percent,11,22,\n")
    out = tmp_path / "verdicts.csv"
    assert main(["check-figures", str(path), "--csv", str(out)]) == SOME_FAILED
    said = capsys.readouterr().out
    assert "Impossible: 1\n  a: 87%\n    19 of 22 is 86.4%, not 87%." in said
    assert "11 of 22" not in said
    with out.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["id"], row["verdict"]) for row in rows] == [
        ("a", "impossible"),
        ("b", "consistent"),
    ]
    assert all(row["reason"] for row in rows)


def test_a_contradicted_figure_counts_as_well(table):
    path = table("a,12,total,,,sum b c\nb,5,count,,,\nc,6,count,,,\n")
    assert main(["check-figures", str(path)]) == SOME_FAILED


def test_a_figure_that_needs_another_base_or_rounding_is_no_failure(table, capsys):
    path = table("a,63%,percent,5,9,\nb,66%,percent,2,3,\n")
    assert main(["check-figures", str(path)]) == ALL_WELL
    said = capsys.readouterr().out
    assert "It fits if only 8 answered." in said
    assert "only if further digits are cut off" in said


def test_a_malformed_table_is_refused_with_row_and_column(table, capsys):
    assert main(["check-figures", str(table("a,87%,percentage,19,22,\n"))]) == NOTHING_DONE
    said = capsys.readouterr().err
    assert "row 2, column kind" in said
    assert "Did you mean percent?" in said


@pytest.mark.parametrize("arguments", [[], ["missing.csv"]])
def test_no_table_is_bad_usage(arguments, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["check-figures", *arguments]) == BAD_USAGE
    assert "Expected" in capsys.readouterr().err


def test_the_table_itself_is_never_overwritten(table, capsys):
    path = table("a,50%,percent,1,2,\n")
    assert main(["check-figures", str(path), "--csv", str(path)]) == BAD_USAGE
    assert path.read_text(encoding="utf-8").startswith(HEAD)
    assert "overwrite" in capsys.readouterr().err


def test_a_reader_who_has_read_enough_is_no_fault(table):
    rows = "".join(f"f{n},87%,percent,19,22,\n" for n in range(3000))
    code = "from tsa_research.cli import main; raise SystemExit(main())"
    command = f"{sys.executable} -c '{code}' check-figures {table(rows)} --all | head -n 1"
    run = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=True)
    assert run.stdout.startswith("Of 3,000 printed figures")
    assert run.stderr == ""


def test_a_figure_that_looks_like_a_formula_is_no_formula_in_the_list(table, tmp_path):
    out = tmp_path / "verdicts.csv"
    main(["check-figures", str(table("a,+50%,percent,11,22,\n")), "--csv", str(out)])
    assert ",'+50%," in out.read_text(encoding="utf-8")
