"""A real server for the tests in the browser: started on a free port, stopped at the end."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import build_opener

from playwright.sync_api import BrowserContext, Page, Route

LONGEST = 90
"""Seconds until a server has to answer."""
TOKEN = "a-token-for-the-tests-only"  # noqa: S105


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def run_tsa(arguments: Sequence[str], port: int, folder: Path, **variables: str) -> Iterator[str]:
    """Run ``tsa`` with a server on a port and these variables, and yield its address."""
    program = "import sys; from tsa_research.cli import main; sys.exit(main(sys.argv[1:]))"
    log = (folder / "server.log").open("w")
    server = subprocess.Popen(
        [sys.executable, "-c", program, *arguments],
        stdout=log, stderr=subprocess.STDOUT, cwd=folder, start_new_session=True,
        env=os.environ | variables,
    )  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    try:
        wait_for(address, server, folder / "server.log")
        yield address
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(server.pid, signal.SIGKILL)
            server.wait()
        log.close()


def wait_for(address: str, server: subprocess.Popen, log: Path) -> None:
    for _ in range(LONGEST * 5):
        assert server.poll() is None, log.read_text()
        try:
            build_opener().open(address, timeout=2).close()
        except HTTPError:
            return
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
        else:
            return
    raise AssertionError(f"no answer from {address}: {log.read_text()}")


@contextmanager
def open_app(context: BrowserContext, address: str) -> Iterator[tuple[Page, list[str]]]:
    """Yield a page of the app, and the addresses beyond it that were asked for and refused."""
    asked: list[str] = []
    server = re.match(r"http://[^/]+/?", address)[0]

    def only_here(route: Route) -> None:
        if route.request.url.startswith((server, "data:", "blob:")):
            route.continue_()
        else:
            asked.append(route.request.url)
            route.abort()

    page = context.new_page()
    page.route("**/*", only_here)
    page.goto(address)
    yield page, asked
    page.close()
