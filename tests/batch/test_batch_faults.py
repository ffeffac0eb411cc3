"""Twelve faults among a hundred reports: each is named, and the others are made."""

from __future__ import annotations

import sys

import pytest
from batch_plans import plan_of_rows, write_small
from bs4 import BeautifulSoup

from tsa_research.reports.failures import KINDS
from tsa_research.reports.manifest import read_manifest

FAULTS = {
    "exception": [
        "raise ValueError('no such strand')",
        "1 / 0",
        "import sys; sys.exit(1)",
        "def unfinished(:",
    ],
    "process_ended": [
        "import os, signal; os.kill(os.getpid(), signal.SIGKILL)",
        "import os; os._exit(7)",
        "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)",
    ],
    "out_of_memory": ["text = bytearray(8 << 30)", "import numpy; numpy.ones(1 << 30)"],
    "too_long": ["while True: pass", "import time; time.sleep(1000)"],
    "unreadable_input": [
        "from tsa_research.errors import UnreadableError; raise UnreadableError('answers')"
    ],
}
FEW = pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits a process's memory")


@FEW
def test_faults_are_named_and_stop_nothing(tsa, tmp_path):
    right = write_small(tmp_path / "right.ipynb", "print(number)")
    rows = [(right, number) for number in range(88)]
    planted = {}
    for kind, sources in FAULTS.items():
        for source in sources:
            number = 100 + len(planted)
            book = write_small(
                tmp_path / f"fault_{number}.ipynb", "print(number)", source, "'last'"
            )
            rows.insert(number % 83, (book, number))
            planted[book.stem] = (kind, source)
    assert (len(rows), len(planted)) == (100, 12)
    plan, reports = plan_of_rows(tmp_path / "plan.csv", rows), tmp_path / "reports"
    run = tsa("batch", plan, "--reports", reports, "--network", "example", "--seconds", "5")
    assert run.returncode == 1, run.stderr
    entries = read_manifest(reports).values()
    assert sum(entry.state == "done" for entry in entries) == 88
    failed = {e.listing["notebook"]: e for e in entries if e.state == "failed"}
    assert {name: entry.failure.kind for name, entry in failed.items()} == {
        name: kind for name, (kind, _) in planted.items()
    }
    for name, entry in failed.items():
        page = BeautifulSoup((reports / entry.place).read_text(encoding="utf-8"), "html.parser")
        text, (kind, source) = page.main.get_text(" ", strip=True), planted[name]
        assert [
            said
            for said in (*KINDS[kind], source, str(entry.parameters["number"]))
            if said not in text
        ] == []
    again = tsa("batch", plan, "--reports", reports, "--network", "example", "--dry-run")
    assert again.stdout.count("(failed before)") == 12
    assert "12 of 100 reports would be made" in again.stdout


@FEW
def test_a_full_disk_is_named_and_the_others_are_made(tsa, tmp_path):
    import resource

    small = write_small(tmp_path / "small.ipynb", "print(number)")
    large = write_small(tmp_path / "large.ipynb", "print('word ' * 400_000)")
    plan = plan_of_rows(tmp_path / "plan.csv", [(large, 1), (small, 2)])
    limit = 1 << 20  # bytes in one file: as if the disk were full

    def no_room():
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    words = ("batch", plan, "--reports", tmp_path / "reports", "--network", "example")
    run = tsa(*words, preexec_fn=no_room)
    assert run.returncode == 1, run.stderr
    states = {e.listing["notebook"]: e for e in read_manifest(tmp_path / "reports").values()}
    assert states["small"].state == "done"
    assert states["large"].failure.kind == "disk_full"
    assert tsa(*words).returncode == 0


def test_memory_and_variables_do_not_pass_from_one_report_to_the_next(tsa, tmp_path):
    book = write_small(
        tmp_path / "own.ipynb",
        "import tsa_research.policy as policy\n"
        "found = getattr(policy, 'left', 'nothing'), 'trace' in globals()\n"
        "policy.left = trace = number\n"
        "print(found)",
    )
    plan = plan_of_rows(tmp_path / "plan.csv", [(book, number) for number in range(6)])
    reports = tmp_path / "reports"
    run = tsa("batch", plan, "--reports", reports, "--network", "example", "--workers", "1")
    assert run.returncode == 0, run.stderr
    pages = [
        (reports / e.place).read_text(encoding="utf-8") for e in read_manifest(reports).values()
    ]
    assert [page for page in pages if "(&#39;nothing&#39;, False)" not in page] == []
