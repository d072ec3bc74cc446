"""The recalibration of an institution on disk: two numbers, what they were fitted on, and those that were before."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from escomap.atomic_files import write_bytes
from escomap.errors import EscomapError
from escomap.matching.recalibration import Recalibration
from escomap.quality.calibration import Refit

NONE = "none"


@dataclass(frozen=True, slots=True)
class Origin:
    """What a recalibration holds for: the encoders, the digest of the ranking, the ESCO release."""

    model_id: str
    ranking: str
    esco_version: str


def load_recalibration(setting: str) -> tuple[Recalibration, Origin | None]:
    """The recalibration of the setting ``calibration``: ``none``, or a file of ``escomap calibrate``.

    Raises:
        EscomapError: ``missing_file`` or ``bad_calibration``.
    """
    if setting == NONE:
        return Recalibration(), None
    found = _read(Path(setting))
    return Recalibration(found["slope"], found["offset"]), Origin(
        found["model_id"], found["ranking"], found["esco_version"]
    )


def save_refit(file: Path, refit: Refit, origin: Origin, decided_until: str) -> None:
    """Writes a refit; what the file held before is kept in it under ``earlier``, latest first."""
    before = _read(file) if file.exists() else None
    earlier = [{name: value for name, value in before.items() if name != "earlier"}] if before else []
    content = {
        "slope": refit.recalibration.slope,
        "offset": refit.recalibration.offset,
        **asdict(origin),
        "decisions": refit.decisions,
        "accepted": refit.accepted,
        "decided_until": decided_until,
        "before": asdict(refit.before),
        "after": asdict(refit.after),
        "earlier": [*earlier, *(before["earlier"] if before else [])],
    }
    file.parent.mkdir(parents=True, exist_ok=True)
    write_bytes(file, (json.dumps(content, indent=1, ensure_ascii=False) + "\n").encode())


def _read(file: Path) -> dict[str, Any]:
    if not file.is_file():
        raise EscomapError(
            "missing_file",
            "The calibration does not exist.",
            where=str(file),
            hint="write it: escomap calibrate --db FILE --decisions DIR --out FILE",
        )
    try:
        found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        numbers = [found["slope"], found["offset"]]
        if not all(isinstance(number, int | float) for number in numbers) or found["slope"] < 0:
            raise ValueError(f"slope and offset are {numbers}")
        if not all(isinstance(found[name], str) for name in ("model_id", "ranking", "esco_version")):
            raise TypeError("it does not say what it was fitted on")
        if not isinstance(found["earlier"], list):
            raise TypeError("earlier is no list")
    except (ValueError, KeyError, TypeError) as error:
        raise EscomapError(
            "bad_calibration",
            f"The file is not a calibration: {error}.",
            where=str(file),
            hint="restore it, or write another with escomap calibrate",
        ) from error
    return found
