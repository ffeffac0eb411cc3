"""`tsa explore`: what it refuses, how it ends, and what a wrong value looks like."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time

import pytest

from tsa_research.cli import main
from tsa_research.errors import BAD_USAGE
from tsa_research.explore.comparing import compare_alliances
from tsa_research.explore.network_view import explore_network
from tsa_research.explore.trust_gap import trust_gap
from tsa_research.explore.two_alliances import two_alliances
from tsa_research.explore_app import App, address_of


@pytest.fixture
def taken():
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        yield holder.getsockname()[1]


def explore(*more):
    return main(["explore", "--network", "example", "--no-browser", *more])


def test_a_port_that_is_taken_is_said_before_any_address(taken, capsys):
    assert explore("--port", str(taken)) == BAD_USAGE
    said = capsys.readouterr()
    assert "Choose another with --port" in said.err
    assert "http" not in said.out


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["--ip", "0.0.0.0"], "no --listen-elsewhere"),  # noqa: S104
        (["--ip", "0.0.0.0", "--listen-elsewhere"], "a token of 0 characters"),  # noqa: S104
        (["--ip", "0.0.0.0", "--listen-elsewhere", "--token", "short"], "5 characters"),  # noqa: S104
        (["compare"], "There is no notebook compare"),
        (["-p", "cohrt=2025"], "Did you mean cohort?"),
        (["-p", "cohort"], "-p name=value"),
    ],
)
def test_what_is_refused_and_why(more, said, capsys):
    assert explore(*more) == BAD_USAGE
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    "page",
    [
        lambda: compare_alliances("example", cohort="1999"),
        lambda: two_alliances("example", left="nobody"),
        lambda: two_alliances("example", target="own_scool"),
        lambda: trust_gap("example", place="nobody"),
        lambda: explore_network("example", alliance="nobody"),
    ],
)
def test_a_wrong_value_gives_a_page_that_says_so(page):
    (shown,) = page().children
    assert "There is nothing to show yet" in shown.value
    assert "Expected: " in shown.value


def test_a_target_that_there_is_not_is_named_with_the_nearest():
    (shown,) = two_alliances("example", target="own_scool").children
    assert "does not ask about own_scool" in shown.value
    assert "Did you mean own_school?" in shown.value


@pytest.mark.parametrize(
    ("ip", "token", "address"),
    [
        ("127.0.0.1", "abc-_1", "http://127.0.0.1:8866/?token=abc-_1"),
        ("::1", "abc", "http://[::1]:8866/?token=abc"),
        ("localhost", "a&b #c/+", "http://localhost:8866/?token=a%26b%20%23c%2F%2B"),
    ],
)
def test_the_address_is_one_that_a_browser_takes(ip, token, address):
    app = App("example", "start", {}, ip=ip, port=8866, token=token, browser=False)
    assert address_of(app) == address


@pytest.mark.skipif(os.name != "posix", reason="SIGTERM is how services are stopped on POSIX")
@pytest.mark.parametrize("how", ["in the foreground", "by a script in the background"])
@pytest.mark.parametrize("words", [["explore"], ["lab"]], ids=["explore", "lab"])
def test_it_ends_with_its_server_and_says_no_more_than_where_it_is(words, how, tmp_path):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    (tmp_path / "jupyter_server_config.json").write_text('{"ServerApp": {"allow_root": true}}')
    program = "import sys; from tsa_research.cli import main; sys.exit(main(sys.argv[1:]))"
    if how == "by a script in the background":  # where a shell has SIGINT ignored
        program = f"import signal; signal.signal(signal.SIGINT, signal.SIG_IGN); {program}"
    more = ["--no-browser", "--network", "example", "--port", str(port)]
    asked = [sys.executable, "-c", program, *words, *more]
    variables = os.environ | {"BROWSER": "true", "JUPYTER_CONFIG_DIR": str(tmp_path)}
    log = tmp_path / "log"
    with (
        log.open("w") as said,
        subprocess.Popen(asked, cwd=tmp_path, env=variables, stdout=said, stderr=said) as served,
    ):
        for _ in range(300):
            if _answers(port):
                break
            time.sleep(0.2)
        assert _answers(port)
        served.send_signal(signal.SIGTERM)
        assert served.wait(30) == 0
    for _ in range(50):
        if not _answers(port):
            break
        time.sleep(0.2)
    assert not _answers(port), "the server goes on"
    if words[0] == "explore":
        lines = log.read_text().splitlines()
        assert [line.partition(" ")[0] for line in lines] == ["Open"]


def _answers(port):
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0
