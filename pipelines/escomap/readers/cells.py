"""Cells of any source as text."""

from __future__ import annotations

import datetime as dt
import math
from decimal import Decimal


def cell_text(value: object) -> str:
    """A cell as a person reads it: whole numbers without decimals, dates in ISO form, nothing as an empty string."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        if math.isnan(value):
            return ""
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(sep=" ")
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value.normalize(), "f") if value.is_finite() else ""
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    # JSON can name half of a surrogate pair, which no encoder, database or file takes.
    return str(value).encode("utf-8", "replace").decode("utf-8")
