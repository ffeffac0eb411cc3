"""One self-contained page from a Jinja template and the shared stylesheet.

Autoescape is on: text becomes markup only where it was cleaned before
(:mod:`~tsa_research.reports.template.allowed`, :mod:`~tsa_research.reports.svg`).
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

FOLDER = Path(__file__).resolve().parent


def render_page(template: str, *, scripts: Sequence[str] = (), **content: object) -> str:
    """Return the whole document: the template filled with ``content``, style and policy.

    Parameters
    ----------
    template : str
        Name of a template in this folder.
    scripts : sequence of str
        Sources of our own, without a closing tag in them: the page may run these and no other.
    **content : object
        What the template names; plain text is escaped, ``Markup`` is not.
    """
    style = stylesheet()
    page = _environment().get_template(template)
    return page.render(
        style=Markup(style),  # noqa: S704
        scripts=[Markup(source) for source in scripts],  # noqa: S704
        policy=content_security_policy(style, scripts),
        **content,
    )


def source_of(script: str) -> str:
    """Return the source of a script in this folder."""
    return (FOLDER / script).read_text(encoding="utf-8")


@cache
def stylesheet() -> str:
    """Return the one stylesheet, as it stands between ``<style>`` and ``</style>``."""
    return (FOLDER / "report.css").read_text(encoding="utf-8")


@cache
def template_digest() -> str:
    """Return the digest of all templates, scripts and styles: another one makes other pages."""
    digest = hashlib.sha256()
    for path in sorted(FOLDER.iterdir()):
        if path.suffix in (".css", ".j2", ".js"):
            digest.update(path.read_bytes())
    return digest.hexdigest()


def content_security_policy(style: str, scripts: Sequence[str] = ()) -> str:
    """Return the policy that lets a page use ``style`` and ``scripts`` and nothing else.

    Cleaning keeps hostile markup out; the policy makes the browser refuse whatever
    might slip through: no script runs, nothing is fetched, nothing is sent.
    """
    digests = " ".join(map(_source, scripts))
    run = f"script-src {digests}; " if scripts else ""
    return (
        f"default-src 'none'; style-src {_source(style)}; {run}"
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
