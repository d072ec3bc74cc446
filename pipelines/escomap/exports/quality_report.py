"""The quality report as one HTML page that needs nothing else, with a CSV file beside each table and plot.

Plots are SVG made by the template: three kinds of simple ones, readable without a script, the same bytes in every run.
A plotting library would bring megabytes of script into each page, or a renderer of tens of megabytes to avoid it.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from escomap.exports.atomic import write_bytes
from escomap.exports.attribution import ESCO_ATTRIBUTION, modification_statement
from escomap.exports.tables import write_tables
from escomap.quality.figures import QualityFigures
from escomap.quality.intervals import Share

PAGE = "quality.html"


def write_quality_report(figures: QualityFigures, out: Path) -> list[Path]:
    """Writes the page and its CSV files below ``out``; the files, the page first."""
    files = write_tables(figures.tables(), out, ("csv",))
    write_bytes(out / PAGE, to_html(figures).encode())
    return [out / PAGE, *files]


def to_html(figures: QualityFigures) -> str:
    """The page; everything that came from a catalogue is escaped."""
    environment = Environment(
        loader=PackageLoader("escomap.exports"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    environment.filters |= {"share": _share, "percent": _percent, "interval": _interval, "cell": _cell}
    return environment.get_template(PAGE).render(
        figures=figures,
        tables={name: _records(table) for name, table in figures.tables().items()},
        attribution=ESCO_ATTRIBUTION,
        modification=modification_statement(figures.esco_version),
    )


def _records(table: Any) -> list[dict[str, Any]]:
    return [
        {name: None if isinstance(value, float) and math.isnan(value) else value for name, value in row.items()}
        for row in table.to_dict("records")
    ]


def _share(value: float) -> str:
    return f"{value:.2f}"


def _percent(value: float) -> str:
    return f"{value:.0%}"


def _interval(share: Share) -> str:
    return f"{share.value:.2f} ({share.low:.2f} to {share.high:.2f})"


def _cell(value: Any) -> str:
    if value is None:
        return "–"
    return f"{value:,.2f}" if isinstance(value, float) else f"{value:,}" if isinstance(value, int) else str(value)
