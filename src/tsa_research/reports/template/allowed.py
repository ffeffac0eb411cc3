"""The allow-list: which tags and attributes a page may hold.

A school may be called ``<img onerror=…>``. Two fences stand against it, because either
alone has failed elsewhere: everything from a notebook passes through nh3 here, and the
page's own policy (:func:`~tsa_research.reports.template.page.content_security_policy`)
forbids the browser to run or fetch whatever might get past. Cleaning is always the
last step: nothing parses or rewrites the markup afterwards.
"""

from __future__ import annotations

import re
from functools import cache

import nh3

TAGS = frozenset(
    """
    a abbr b blockquote br caption cite code col colgroup dd del details dfn div dl dt em
    figcaption figure h1 h2 h3 h4 h5 h6 hr i ins kbd li mark ol p pre q s samp section small
    span strong sub summary sup table tbody td tfoot th thead time tr u ul var
    """.split()  # noqa: SIM905 - forty words read better as words
)
DROPPED_WITH_CONTENT = frozenset(
    """
    script style iframe frame object embed template noscript svg math title textarea select
    button audio video
    """.split()  # noqa: SIM905 - forty words read better as words
)
ANYWHERE = frozenset(
    {"class", "id", "role", "aria-hidden", "aria-label", "aria-labelledby", "tabindex", "lang"}
)
ATTRIBUTES = {
    "*": set(ANYWHERE),
    "a": {"href"},
    "abbr": {"title"},
    "col": {"span"},
    "colgroup": {"span"},
    "details": {"open"},
    "ol": {"start"},
    "td": {"colspan", "rowspan", "headers"},
    "th": {"colspan", "rowspan", "headers", "scope", "abbr"},
    "time": {"datetime"},
}
ROLES = frozenset({"region", "note", "group"})
IDENTIFIER = re.compile(r"[A-Za-z][\w.-]*\Z")


def clean(html: str) -> str:
    """Return ``html`` with every tag, attribute and address that is not allowed removed.

    >>> clean('<p onclick="x()">Oak <script>x()</script><a href="javascript:x()">y</a></p>')
    '<p>Oak <a rel="noreferrer">y</a></p>'
    """
    return _cleaner().clean(html)


@cache
def _cleaner() -> nh3.Cleaner:
    """Return the one cleaner; making it costs more than using it."""
    return nh3.Cleaner(
        tags=set(TAGS),
        clean_content_tags=set(DROPPED_WITH_CONTENT),
        attributes=ATTRIBUTES,
        attribute_filter=_checked,
        url_schemes={"http", "https", "mailto"},
        link_rel="noreferrer",
        strip_comments=True,
    )


def _checked(_tag: str, name: str, value: str) -> str | None:
    """Return the value of an attribute, or None where only some values are sound."""
    refused = (
        (name == "role" and value not in ROLES)
        or (name == "aria-hidden" and value != "true")
        or (name == "tabindex" and value != "0")
        or (name == "id" and not IDENTIFIER.match(value))
        # An address without a scheme could still name another machine.
        or (name == "href" and value.replace("\\", "/").strip().startswith("//"))
    )
    return None if refused else value
