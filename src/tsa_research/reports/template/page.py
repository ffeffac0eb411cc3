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


def render_page(template: str, **content: object) -> str:
    """Return the whole document: the template filled with ``content``, style and policy.

    Parameters
    ----------
    template : str
        Name of a template in this folder.
    **content : object
        What the template names; plain text is escaped, ``Markup`` is not.
    """
    style = stylesheet()
    page = _environment().get_template(template)
    # Our own file, without a closing tag in it: safe to stand unescaped.
    return page.render(style=Markup(style), policy=content_security_policy(style), **content)  # noqa: S704


@cache
def stylesheet() -> str:
    """Return the one stylesheet, as it stands between ``<style>`` and ``</style>``."""
    return (FOLDER / "report.css").read_text(encoding="utf-8")


def content_security_policy(style: str) -> str:
    """Return the policy that lets a page use ``style`` and nothing else.

    Cleaning keeps hostile markup out; the policy makes the browser refuse whatever
    might slip through: no script runs, nothing is fetched, nothing is sent.
    """
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode("ascii")
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


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
