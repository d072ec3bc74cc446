"""Pages for people, from the templates of the package: escaped, self-contained, the same bytes for the same values."""

from __future__ import annotations

import base64
import functools
import hashlib
import re
from collections.abc import Mapping
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from escomap.completeness.text import percent
from escomap.exports.attribution import ESCO_ATTRIBUTION

if TYPE_CHECKING:
    from jinja2 import Environment

# What Markdown reads as markup: anywhere, at the beginning of a text, or after a number there.
_MARKDOWN = re.compile(r"[\\`*_{}\[\]<>|~#&!]|^[-+=]|(?<=^\d)[.)](?= )|(?<=^\d\d)[.)](?= )")


def render_page(template: str, *, script_file: str = "copy.js", own_style: str = "", **values: Any) -> bytes:
    """An HTML page. It may use its own style and script and nothing else: no other code, no image, no address.

    ``own_style`` names a file of rules that come after those of every page.
    """
    style, script = _text("page.css") + (_text(own_style) if own_style else ""), _text(script_file)
    policy = (
        f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    page = _html().get_template(template)
    return page.render(policy=policy, style=style, script=script, attribution=ESCO_ATTRIBUTION, **values).encode()


def render_markdown(template: str, **values: Any) -> bytes:
    """A Markdown document; values stand in it as text, whatever characters they hold."""
    return _markdown().get_template(template).render(attribution=ESCO_ATTRIBUTION, **values).encode()


def plain_markdown(value: Any) -> Any:
    """``value`` on one line, its characters taken by Markdown for themselves; numbers as they are."""
    if not isinstance(value, str):
        return value
    return _MARKDOWN.sub(lambda match: f"\\{match[0]}", " ".join(value.split()))


def is_web_address(value: str) -> bool:
    """Whether a value may become a link."""
    return value.startswith(("https://", "http://"))


def bar_segments(parts: Mapping[str, float]) -> list[tuple[str, str, str]]:
    """Name, start and length of each part of a bar that is 100 long in all; parts of nothing are left out."""
    whole, start, segments = sum(parts.values()), 0.0, []
    for name, part in parts.items():
        if part:
            segments.append((name, f"{start / whole * 100:.2f}", f"{part / whole * 100:.2f}"))
        start += part
    return segments


@functools.cache
def _html() -> Environment:
    return _environment(autoescape=True)


@functools.cache
def _markdown() -> Environment:
    return _environment(finalize=plain_markdown)


def _environment(**options: Any) -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("escomap", "templates"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        **options,
    )
    environment.tests["web_address"] = is_web_address
    environment.filters.update(percent=percent, bar_segments=bar_segments)
    return environment


def _text(name: str) -> str:
    return (files("escomap") / "templates" / name).read_text(encoding="utf-8")


def _digest(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
