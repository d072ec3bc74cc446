"""JSON texts as exports write them, which is a little more than the standard allows."""

from __future__ import annotations

import json
import math
from typing import Any

# What 64 bits hold; a longer one is no amount of anything, and an identifier is as good as a text.
MAX_DIGITS = 18


def lenient_json(text: str) -> Any:
    """What a JSON text says, with raw tabs in strings, NaN for nothing, and numbers beyond all as the text given.

    Raises:
        json.JSONDecodeError: it is not JSON.
        RecursionError: it is nested too deeply.
    """
    return json.loads(text, strict=False, parse_constant=lambda _: None, parse_int=_whole, parse_float=_finite)


def parsed_json(text: str) -> Any:
    """What a JSON text says, None where it is not JSON."""
    try:
        return lenient_json(text)
    except (json.JSONDecodeError, RecursionError):
        return None


def _whole(digits: str) -> int | str:
    return int(digits) if len(digits) <= MAX_DIGITS else digits


def _finite(digits: str) -> float | str:
    value = float(digits)
    return value if math.isfinite(value) else digits
