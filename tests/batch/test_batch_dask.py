"""The same plan on a dask scheduler with workers on two machines, one of which is lost.

The machines are network namespaces of this one: each worker has an address of its own.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from batch_plans import COMMAND, plan_of, write_small

from tsa_research.reports.manifest import read_manifest

BRIDGE, NETWORK = "tsabridge", "10.197.41"
SCHEDULER = f"tcp://{NETWORK}.1:8786"
pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or os.geteuid() != 0 or shutil.which("ip") is None,
    reason="network namespaces need Linux, its ip command, and root",
)


def ip(*words: str, check: bool = True) -> None:
    subprocess.run(["ip", *words], check=check, capture_output=True)


@pytest.fixture
def machines():
    """Return the names of two machines that reach this one, and each other, by a bridge."""
    names = ("tsaone", "tsatwo")
    remove(names)
    ip("link", "add", BRIDGE, "type", "bridge")
    ip("addr", "add", f"{NETWORK}.1/24", "dev", BRIDGE)
    ip("link", "set", BRIDGE, "up")
    for number, name in enumerate(names, start=2):
        ip("netns", "add", name)
        ip("link", "add", f"{name}v", "type", "veth", "peer", "name", "eth0", "netns", name)
        ip("link", "set", f"{name}v", "master", BRIDGE, "up")
        ip("-n", name, "addr", "add", f"{NETWORK}.{number}/24", "dev", "eth0")
        ip("-n", name, "link", "set", "eth0", "up")
        ip("-n", name, "link", "set", "lo", "up")
    yield names
    remove(names)


def remove(names) -> None:
    for name in names:
        ip("netns", "del", name, check=False)
        ip("link", "del", f"{name}v", check=False)
    ip("link", "del", BRIDGE, check=False)


@contextlib.contextmanager
def running(*commands, folder: Path):
    """Run programs side by side and end them."""
    found = [
        subprocess.Popen(c, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for c in commands
    ]
    try:
        yield found
    finally:
        for process in found:
            process.kill()
            process.wait()


def test_everything_finishes_once_although_a_worker_is_lost(machines, tmp_path):
    done = tmp_path / "done"
    done.mkdir()
    book = write_small(
        tmp_path / "own.ipynb",
        "import os, time; time.sleep(0.3)",
        f"open({str(done)!r} + f'/{{number}}-{{os.getpid()}}', 'x').close()",
    )
    plan, reports = plan_of(tmp_path / "plan.csv", book, range(24)), tmp_path / "reports"
    dask = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--host", f"{NETWORK}.1"]
    worker = [sys.executable, "-m", "distributed.cli.dask_worker", SCHEDULER, "--nthreads", "1"]
    with running(
        [*dask, "--port", "8786", "--no-dashboard"],
        *(
            ["ip", "netns", "exec", name, *worker, "--no-nanny", "--no-dashboard"]
            for name in machines
        ),
        folder=tmp_path,
    ) as (_, one, _):
        words = ["batch", str(plan), "--reports", str(reports), "--network", "example"]
        batch = subprocess.Popen(
            [*COMMAND, *words, "--dask", SCHEDULER],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for line in batch.stdout:
            if line.startswith("8 of 24 done"):
                one.send_signal(signal.SIGKILL)
                break
        output, problems = batch.communicate(timeout=240)
    assert batch.returncode == 0, output + problems
    entries = read_manifest(reports)
    assert [entry.state for entry in entries.values()] == ["done"] * 24
    runs = Counter(path.name.partition("-")[0] for path in done.iterdir())
    assert len(runs) == 24
    # one report may have been cut short between its last cell and its page
    assert sum(runs.values()) <= 25


def test_a_scheduler_that_does_not_answer_is_named(tsa, tmp_path):
    book = write_small(tmp_path / "own.ipynb", "1")
    plan = plan_of(tmp_path / "plan.csv", book, [1])
    words = ("--reports", tmp_path / "r", "--network", "example", "--dask", "tcp://127.0.0.1:9")
    run = tsa("batch", plan, *words)
    assert run.returncode == 2
    assert "scheduler does not answer" in run.stderr


def test_shards_make_the_whole_together(tsa, tmp_path):
    book = write_small(tmp_path / "own.ipynb", "print(number)")
    plan, reports = plan_of(tmp_path / "plan.csv", book, range(5)), tmp_path / "reports"
    for share, count in (("1/2", 3), ("2/2", 2)):
        words = ("batch", plan, "--reports", reports, "--network", "example", "--shard", share)
        assert f"{count} reports made" in tsa(*words).stdout
    whole = tsa("batch", plan, "--reports", reports, "--network", "example")
    assert "0 reports made" in whole.stdout
    assert "5 unchanged" in whole.stdout
