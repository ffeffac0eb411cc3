"""One self-contained page from a Jinja template and the shared stylesheet.

Autoescape is on: text becomes markup only where it was cleaned before
(:mod:`~tsa_research.reports.template.allowed`, :mod:`~tsa_research.reports.svg`).
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from pathlib import Path
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

FOLDER = Path(__file__).resolve().parent


def render_page(template: str, *, script: str = "", **content: object) -> str:
    """Return the whole document: the template filled with ``content``, style and policy.

    Parameters
    ----------
    template : str
        Name of a template in this folder.
    script : str
        Name of a script in this folder, the only one that the page may run; none if empty.
    **content : object
        What the template names; plain text is escaped, ``Markup`` is not.
    """
    style = stylesheet()
    page = _environment().get_template(template)
    # Our own files, without a closing tag in them: safe to stand unescaped.
    source = (FOLDER / script).read_text(encoding="utf-8") if script else ""
    return page.render(
        style=Markup(style),  # noqa: S704
        script=Markup(source),  # noqa: S704
        policy=content_security_policy(style, source),
        **content,
    )


@cache
def stylesheet() -> str:
    """Return the one stylesheet, as it stands between ``<style>`` and ``</style>``."""
    return (FOLDER / "report.css").read_text(encoding="utf-8")


def content_security_policy(style: str, script: str = "") -> str:
    """Return the policy that lets a page use ``style`` and ``script`` and nothing else.

    Cleaning keeps hostile markup out; the policy makes the browser refuse whatever
    might slip through: no script runs, nothing is fetched, nothing is sent.
    """
    scripts = f"script-src {_source(script)}; " if script else ""
    return (
        f"default-src 'none'; style-src {_source(style)}; {scripts}"
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _source(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode("ascii")
    return f"'sha256-{digest}'"


def relative_address(path: str) -> str:
    """Return the address of a file beside the page, whatever its name.

    >>> relative_address("oak wood/trust.html"), relative_address("javascript:x()")
    ('./oak%20wood/trust.html', './javascript%3Ax%28%29')
    """
    return "./" + quote(path.replace("\\", "/"), safe="/")


@cache
def _environment() -> Environment:
    """Return the one Jinja environment; a name that is missing in a page is an error."""
    environment = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["relative_address"] = relative_address
    return environment
