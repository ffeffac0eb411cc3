"""``tsa explore``: a notebook as an app in the browser, on this machine and behind a token."""

from __future__ import annotations

import ipaddress
import json
import os
import secrets
import signal
import socket
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from tsa_research.errors import UsageError
from tsa_research.files import write_atomically
from tsa_research.home import IN_APP
from tsa_research.own_notebooks import filled, load_interactive
from tsa_research.reports.plan import check_parameters
from tsa_research.serving import run_until_stopped
from tsa_research.workspace import open_workspace

ONLY_HERE = (
    "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:; "
    "connect-src 'self' ws: data: blob:; "
    "frame-ancestors 'self'; form-action 'self'; base-uri 'self'"
)
"""The page asks nobody but its own server: the template of the server would fetch fonts."""

LEFT_FOR = 900
"""Seconds after which the process behind a page is ended that went without a word.

A page that is closed ends its process at once. A telephone may sleep as long as this.
"""


@dataclass(frozen=True)
class App:
    """What is served, and to whom.

    Parameters
    ----------
    network : str
        Name of an embedded network, or a folder.
    notebook : str
        Id of a notebook for exploring.
    parameters : mapping of str to str
        What the notebook begins with, beside the network.
    ip : str
        The address to listen on.
    port : int
    token : str
        Whoever does not give it is refused.
    browser : bool
        Whether a browser is opened.
    """

    network: str
    notebook: str
    parameters: Mapping[str, str]
    ip: str
    port: int
    token: str
    browser: bool


def check_address(ip: str, token: str, *, allowed: bool) -> str:
    """Return the token to ask for: the given one or, on this machine, a new one.

    Raises
    ------
    UsageError
        If it is to listen for other machines without a token and the word that this is meant.
    """
    if _is_loopback(ip):
        return token or secrets.token_urlsafe(24)
    if not allowed or len(token) < 16:
        raise UsageError(
            "The app would be open to other machines.",
            where=f"--ip {ip}",
            expected="--listen-elsewhere and --token with at least 16 characters",
            got="no --listen-elsewhere" if not allowed else f"a token of {len(token)} characters",
            next_step="Leave --ip out to serve this machine only, or give both.",
        )
    return token


def _is_loopback(ip: str) -> bool:
    try:
        return ipaddress.ip_address(ip).is_loopback
    except ValueError:
        return ip == "localhost"


def serve(app: App) -> int:
    """Serve the app until it is stopped; return the exit code of the server."""
    open_workspace(app.network)
    _check_port(app)
    with tempfile.TemporaryDirectory(prefix="tsa-explore-") as folder:
        notebook = _copy(app, Path(folder))
        settings = Path(folder) / "voila.json"  # which is read in the folder where it is started
        write_atomically(settings, json.dumps(_settings(app)), mode=0o600)
        print(f"Open {address_of(app)} in a few seconds, and stop with Ctrl+C.", flush=True)
        command = [sys.executable, "-m", "voila", str(notebook)]
        stop = signal.SIGINT if os.name == "posix" else signal.SIGTERM
        variables = os.environ | {IN_APP: "yes"}
        return run_until_stopped(command, folder=Path(folder), variables=variables, stop=stop)


def address_of(app: App) -> str:
    """Return the address of an app as a browser takes it, the token with it."""
    host = f"[{app.ip}]" if ":" in app.ip else app.ip
    return f"http://{host}:{app.port}/?token={quote(app.token, safe='')}"


def _check_port(app: App) -> None:
    with socket.socket(socket.AF_INET6 if ":" in app.ip else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((app.ip, app.port))
        except OSError as error:
            raise UsageError(
                "Nothing can be served at this address and port.",
                where=f"{app.ip}, port {app.port}",
                expected="a free port of this machine",
                got=str(error),
                next_step="Choose another with --port, such as --port 8867.",
            ) from error


def _settings(app: App) -> dict[str, dict[str, object]]:
    """Return what the server has to know; in a file, so that no list of processes shows it."""
    return {
        "Voila": {
            "ip": app.ip,
            "port": app.port,
            "port_retries": 0,
            "token": app.token,
            "identity_provider_class": "tsa_research.explore_login.PageLogin",
            "open_browser": app.browser,
            "log_level": "ERROR",  # that the copy of the notebook is not signed concerns nobody
            "tornado_settings": {"headers": {"Content-Security-Policy": ONLY_HERE}},
        },
        "VoilaConfiguration": {
            "strip_sources": True,
            "show_tracebacks": False,
            "file_allowlist": [],
            "file_denylist": [".*"],
        },
        "MappingKernelManager": {"cull_idle_timeout": LEFT_FOR, "cull_interval": 30},
        "KernelManager": {"transport": "ipc" if os.name == "posix" else "tcp"},
    }


def _copy(app: App, folder: Path) -> Path:
    """Write the notebook with its parameters, and return where it is."""
    notebook = load_interactive(app.notebook)
    given = check_parameters(notebook, {**app.parameters, "network": app.network})
    copy = folder / notebook.path.name
    write_atomically(copy, json.dumps(filled(notebook, given)))
    return copy
