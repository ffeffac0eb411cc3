"""tsa report: one real report, and notebooks that fail, die or carry hostile text."""

from __future__ import annotations

import json

import pytest
from bs4 import BeautifulSoup
from own_notebooks import write_notebook
from small_network import FILE, SCHOOLS, sheet, tsa_import, write, write_network

from tsa_research.cli import main
from tsa_research.errors import ALL_WELL, NOTHING_DONE, SOME_FAILED

HOSTILE_TITLES = SCHOOLS | {"school-1": "<script>alert(1)</script>", "school-2": "=cmd|' /C calc'"}
HOSTILE_TEXT = "\"; import os; os.makedirs('pwned') #\n'''</script><b onclick=x>{x}"
FAILING = ("first = 1", "raise ValueError('no such strand')", "last = 2")


def files(folder):
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())


def page(path):
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")


@pytest.fixture(scope="module")
def trust_report(tmp_path_factory):
    """Return the folder of a real report on schools with hostile names."""
    folder = tmp_path_factory.mktemp("trust")
    network = write_network(folder / "network", HOSTILE_TITLES)
    assert tsa_import(network, write(sheet("plain_wide"), folder / FILE)) == ALL_WELL
    words = ["--network", str(network), "--reports", str(folder / "reports"), "--keep-notebook"]
    words += ["-p", "cohort=2025", "-p", "alliance=harbour"]
    assert main(["report", "trust_survey", *words]) == ALL_WELL
    return folder / "reports"


@pytest.fixture(scope="module")
def echo(tmp_path_factory):
    """Return the folder in which a notebook echoed a hostile text, with its code shown."""
    folder = tmp_path_factory.mktemp("echo")
    network = write_network(folder / "network")
    own = write_notebook(folder / "own.ipynb", "print(text)", "repr((count, share, wide))")
    words = ["--network", str(network), "--reports", str(folder / "reports"), "--include-code"]
    for given in (f"text={HOSTILE_TEXT}", "cohort=../../x", "count=-4", "share=1e-3", "wide=TRUE"):
        words += ["-p", given]
    assert main(["report", str(own), *words]) == ALL_WELL
    return folder


def test_a_report_lies_in_the_folder_of_its_network_cohort_and_alliance(trust_report):
    assert files(trust_report) == [
        ".tsa/manifest.jsonl",
        "index.html",
        "small/2025/harbour/trust_survey.html",
        "small/2025/harbour/trust_survey.ipynb",
    ]


def test_a_report_answers_its_question_in_words(trust_report):
    report = page(trust_report / "small/2025/harbour/trust_survey.html")
    assert report.h1.get_text(strip=True).startswith("Do colleagues trust each other")
    assert "12 of 12" in report.get_text(" ")
    assert report.find_all("table")


def test_a_report_shows_no_code_unless_asked(trust_report):
    text = (trust_report / "small/2025/harbour/trust_survey.html").read_text(encoding="utf-8")
    assert "open_study" not in text


def test_the_name_of_a_school_stays_text(trust_report):
    report = page(trust_report / "small/2025/harbour/trust_survey.html")
    assert "<script>alert(1)</script>" in report.get_text()
    assert "=cmd|' /C calc'" in report.get_text()
    assert report.find_all("script") == []


def test_a_report_names_nobody(trust_report):
    text = (trust_report / "small/2025/harbour/trust_survey.html").read_text(encoding="utf-8")
    assert "plover" not in text.casefold()
    assert "person-01" not in text


def test_the_index_links_the_report(trust_report):
    links = [link["href"] for link in page(trust_report / "index.html").find_all("a", href=True)]
    assert "./small/2025/harbour/trust_survey.html" in links


def test_a_batch_says_where_its_index_lies_wherever_it_was_started(
    network, tmp_path, monkeypatch, capsys
):
    own = write_notebook(tmp_path / "own.ipynb", "print(text)")
    (tmp_path / "plan.csv").write_text(f"notebook,text\n{own},one\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    words = ["--network", "network", "--reports", "reports", "--workers", "1"]
    assert main(["batch", "plan.csv", *words]) in (ALL_WELL, NOTHING_DONE)
    said = capsys.readouterr().out.splitlines()[-1]
    assert said.endswith(f"Open {tmp_path / 'reports' / 'index.html'}")


def test_a_hostile_value_is_printed_and_never_run(echo):
    report = page(echo / "reports/small/x/own.html")
    assert HOSTILE_TEXT in report.get_text()
    assert report.find_all(["script", "b"]) == []
    assert not list(echo.rglob("pwned"))


def test_a_value_never_leads_out_of_the_reports_folder(echo):
    assert files(echo / "reports") == [".tsa/manifest.jsonl", "index.html", "small/x/own.html"]
    assert sorted(path.name for path in echo.iterdir()) == ["network", "own.ipynb", "reports"]


def test_values_arrive_with_their_types(echo):
    assert "(-4, 0.001, True)" in page(echo / "reports/small/x/own.html").get_text()


def test_code_is_shown_when_asked_for(echo):
    assert "repr((count, share, wide))" in page(echo / "reports/small/x/own.html").get_text()


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (
            FAILING,
            [
                "cell “raise ValueError('no such strand')”",
                "ValueError: no such strand",
                "text=nothing",
            ],
        ),
        (("import os", "os._exit(1)", "last = 2"), ["ended suddenly", "own", "code 1"]),
        (("import os, time; time.sleep(0.5); os._exit(0)",), ["own"]),
    ],
    ids=["a cell fails", "the kernel dies", "the kernel dies in the last cell"],
)
def test_a_notebook_that_does_not_reach_its_end_is_reported_and_has_a_page_that_says_so(
    answered, tmp_path, capsys, cells, said
):
    own = write_notebook(tmp_path / "own.ipynb", *cells)
    words = ["--network", str(answered), "--reports", str(tmp_path / "reports")]
    assert main(["report", str(own), *words, "--keep-notebook"]) == SOME_FAILED
    message = capsys.readouterr().err
    assert [words for words in said if words not in message] == []
    assert files(tmp_path / "reports") == [
        ".tsa/manifest.jsonl",
        "index.html",
        "small/2025/own.html",
    ]
    assert "could not be made" in page(tmp_path / "reports/small/2025/own.html").get_text()


def test_a_failure_takes_the_place_of_the_earlier_report(echo):
    # which may tell of people who have withdrawn since
    report = echo / "reports/small/x/own.html"
    write_notebook(echo / "own.ipynb", *FAILING)
    words = ["--network", str(echo / "network"), "--reports", str(echo / "reports")]
    assert main(["report", str(echo / "own.ipynb"), *words, "-p", "cohort=x"]) == SOME_FAILED
    assert "no such strand" in page(report).get_text()
    assert "Failed" in page(echo / "reports/index.html").get_text()


def test_a_notebook_without_a_language_is_reported(answered, tmp_path, capsys):
    own = write_notebook(tmp_path / "own.ipynb", "1")
    document = json.loads(own.read_text(encoding="utf-8"))
    document["metadata"] = {}
    own.write_text(json.dumps(document), encoding="utf-8")
    words = ["--network", str(answered), "--reports", str(tmp_path / "reports")]
    assert main(["report", str(own), *words]) == SOME_FAILED
    assert "stopped with an error" in capsys.readouterr().err


def test_a_notebook_may_do_without_a_network(answered, tmp_path):
    own = write_notebook(tmp_path / "own.ipynb", "print(text)", parameters='text: str = "yes"')
    words = ["--network", str(answered), "--reports", str(tmp_path / "reports")]
    assert main(["report", str(own), *words]) == ALL_WELL
    assert files(tmp_path / "reports") == [".tsa/manifest.jsonl", "index.html", "small/own.html"]


def test_a_wave_of_another_form_that_cannot_be_imported_does_not_stop_a_report(
    answered, tmp_path, capsys
):
    settings = answered / "network.toml"
    text = settings.read_text(encoding="utf-8")
    wave = text[text.index("[[waves]]") :].replace("answers.csv", "none.csv")
    wave = wave.replace("trust_survey", "lesson_self_grade")
    settings.write_text(f"{text}\n{wave}", encoding="utf-8")
    words = ["--network", str(answered), "--reports", str(tmp_path / "reports")]
    words += ["-p", "cohort=2025"]
    assert main(["report", "trust_survey", *words, "-p", "alliance=harbour"]) == ALL_WELL
    assert "not imported: lesson_self_grade" in capsys.readouterr().err
    assert main(["report", "cohort_report", *words]) == NOTHING_DONE
