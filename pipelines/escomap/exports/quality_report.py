"""The quality report as one HTML page that needs nothing else, with a CSV file beside each table and plot.

Plots are SVG made by the template: three kinds of simple ones, readable without a script, the same bytes in every run.
A plotting library would bring megabytes of script into each page, or a renderer of tens of megabytes to avoid it.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

from escomap.atomic_files import write_bytes
from escomap.exports.attribution import modification_statement
from escomap.exports.pages import render_page
from escomap.exports.tables import write_tables
from escomap.quality.figures import QualityFigures
from escomap.quality.intervals import Share

PAGE = "quality.html"


def write_quality_report(figures: QualityFigures, out: Path) -> list[Path]:
    """Writes the page and its CSV files below ``out``; the files, the page first."""
    files = write_tables(figures.tables(), out, ("csv",))
    write_bytes(out / PAGE, quality_page(figures))
    return [out / PAGE, *files]


def quality_page(figures: QualityFigures) -> bytes:
    """The page."""
    return render_page(
        f"{PAGE}.j2",
        figures=figures,
        tables={name: _records(table) for name, table in figures.tables().items()},
        modification=modification_statement(figures.esco_version),
        cell=_cell,
        interval=_interval,
    )


def _records(table: Any) -> list[dict[str, Any]]:
    return [
        {name: None if isinstance(value, float) and math.isnan(value) else value for name, value in row.items()}
        for row in table.to_dict("records")
    ]


def _interval(share: Share) -> str:
    return f"{share.value:.2f} ({share.low:.2f} to {share.high:.2f})"


def _cell(value: Any) -> str:
    if value is None:
        return "–"
    return f"{value:,.2f}" if isinstance(value, float) else f"{value:,}" if isinstance(value, int) else str(value)
