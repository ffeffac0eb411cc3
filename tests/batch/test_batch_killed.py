"""Killed at any moment, a batch goes on where it was and ends with the same files."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time

import pytest
from batch_plans import COMMAND, plan_of, processes, tree, write_small

WARM = "tsa_research.reports.warm"
DAY = {"SOURCE_DATE_EPOCH": "1790000000"}
linux = pytest.mark.skipif(sys.platform != "linux", reason="reads the process table of Linux")


def start(plan, reports, *, workers=2, **settings):
    """Start a batch whose processes all bear its reports folder as a mark."""
    words = ["batch", str(plan), "--reports", str(reports), "--network", "example"]
    words += ["--workers", str(workers)]
    variables = os.environ | DAY | {"TSA_TEST_MARK": str(reports)}
    return subprocess.Popen(
        [*COMMAND, *words], env=variables, stdout=subprocess.PIPE, text=True, **settings
    )


def made(reports):
    """Return how often each report was written down as made."""
    texts = [path.read_text("utf-8") for path in (reports / ".tsa").glob("*.jsonl")]
    whole = [line for text in texts for line in text.split("\n")[:-1]]
    return [json.loads(line.partition(" ")[2])["place"] for line in whole if line]


@pytest.fixture(scope="module")
def undisturbed(tsa, sixty, tmp_path_factory):
    reports = tmp_path_factory.mktemp("undisturbed") / "reports"
    run = tsa("batch", sixty, "--reports", reports, "--network", "example")
    assert run.returncode == 0, run.stderr
    assert "60 reports made" in run.stdout
    return tree(reports)


def test_a_batch_killed_twenty_times_ends_with_the_same_files(undisturbed, sixty, tmp_path, tsa):
    chance, reports, seen = random.Random(2026), tmp_path / "reports", []
    for kill in range(20):
        batch = start(sixty, reports, workers=1 + kill % 2)
        deadline = time.monotonic() + chance.uniform(0.2, 1.0)
        for line in batch.stdout:  # the first reports come when the processes are warm
            if ("done" in line and time.monotonic() > deadline) or chance.random() < 0.2:
                break
        batch.send_signal(signal.SIGKILL)
        batch.wait()
        batch.stdout.close()
        now = made(reports)
        assert set(seen) <= set(now), "a finished report was forgotten"
        assert len(now) == len(set(now)), "a finished report was made again"
        seen = now
    run = tsa("batch", sixty, "--reports", reports, "--network", "example")
    assert run.returncode == 0, run.stderr
    assert tree(reports) == undisturbed


@linux
def test_a_killed_batch_leaves_no_process_behind(sixty, tmp_path):
    mark = str(tmp_path / "reports")
    batch = start(sixty, tmp_path / "reports")
    assert "done" in batch.stdout.readline()
    assert processes(WARM, mark)
    batch.kill()
    batch.wait()
    batch.stdout.close()
    deadline = time.monotonic() + 30
    while processes(WARM, mark) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert processes(WARM, mark) == []


@linux
@pytest.mark.parametrize("victim", ["forking", "drawing"])
def test_a_killed_warm_process_is_replaced(undisturbed, sixty, tmp_path, victim):
    reports = tmp_path / "reports"
    batch = start(sixty, reports)
    assert "done" in batch.stdout.readline()
    victims = processes(f"{WARM}.{victim}", str(reports))
    assert victims
    for process in victims:
        os.kill(process, signal.SIGKILL)
    output = batch.stdout.read()
    batch.wait()
    batch.stdout.close()
    assert batch.returncode in (0, 1), output
    again = start(sixty, reports)  # a report that was running in it may count as failed
    again.communicate()
    assert again.returncode == 0
    assert tree(reports) == undisturbed


@pytest.mark.parametrize("request_to_stop", [signal.SIGINT, signal.SIGTERM])
def test_a_stopped_batch_says_how_to_go_on_and_lists_what_is_there(tmp_path, request_to_stop):
    # Slow enough that it cannot be finished before it is stopped, however busy the machine is.
    book = write_small(tmp_path / "slow.ipynb", "import time; time.sleep(2)")
    plan = plan_of(tmp_path / "plan.csv", book, range(20))
    batch = start(plan, tmp_path / "reports", stderr=subprocess.PIPE)
    first = batch.stdout.readline().rpartition(": ")[2].strip()
    batch.send_signal(request_to_stop)
    _, said = batch.communicate()
    assert batch.returncode == 130, said
    assert "again to go on" in said
    assert "Traceback" not in said
    assert first in (tmp_path / "reports" / "index.html").read_text(encoding="utf-8")
    assert list((tmp_path / "reports" / ".tsa").glob("*.lock")) == []


def test_a_second_batch_on_the_same_folder_is_refused_with_its_owner(tsa, tmp_path):
    book = write_small(tmp_path / "slow.ipynb", "import time; time.sleep(20)")
    plan, reports = plan_of(tmp_path / "plan.csv", book, [1]), tmp_path / "reports"
    batch = start(plan, reports)
    lock = reports / ".tsa" / "batch.owner.json"
    while not lock.is_file():
        time.sleep(0.05)
    second = tsa("batch", plan, "--reports", reports, "--network", "example")
    share = tsa("batch", plan, "--reports", reports, "--network", "example", "--shard", "1/2")
    batch.kill()
    batch.wait()
    batch.stdout.close()
    for refused in (second, share):
        assert refused.returncode == 2
        assert f"process {batch.pid}" in refused.stderr
    write_small(tmp_path / "slow.ipynb", "1")
    assert tsa("batch", plan, "--reports", reports, "--network", "example").returncode == 0
