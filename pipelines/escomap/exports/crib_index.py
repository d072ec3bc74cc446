"""The list of the pages of an export, to find a course among thousands."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from escomap.atomic_files import write_bytes
from escomap.exports.crib import crib
from escomap.exports.file_names import descriptor_file_name
from escomap.exports.formats import ExportOptions
from escomap.exports.pages import render_page
from escomap.model import Descriptor

INDEX = "index.html"


def write_crib_index(descriptors: Iterable[Descriptor], out: Path, options: ExportOptions) -> None:
    """``index.html``: every course whose page is in ``out``, with what its page marks as missing or inferred."""
    rows = []
    for descriptor in descriptors:
        page = descriptor_file_name(descriptor, ".html")
        if (out / page).exists():
            document = crib(descriptor, options)
            counts = {name: len(document[name]) for name in ("missing", "inferred")}
            names = {name: document[name] for name in ("provider", "course_code", "title", "title_lang")}
            has_pdf = (out / page).with_suffix(".pdf").exists()
            rows.append({**names, **counts, "page": page, "has_pdf": has_pdf})
    write_bytes(out / INDEX, render_page("crib_index.html.j2", courses=rows))
