"""The settings of a run: one frozen value, from arguments, environment, a TOML file, or defaults, in that order."""

from __future__ import annotations

import hashlib
import json
import os
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any, get_args, get_type_hints

from escomap.errors import EscomapError, unknown_name

ENVIRONMENT_PREFIX = "ESCOMAP_"
# Those that change what matching computes. Calibration and thresholds do not: confidences and bands are set again.
MATCHING_SETTINGS = ("top_k", "encoder", "adapter")
SETTING_MEANINGS = {
    "encoder": "`packaged`, a folder with a sentence-transformers model, or a hub id, which is downloaded",
    "adapter": "what the encoders learnt of ESCO: `packaged`, `none`, or a folder made by `escomap esco adapt`",
    "precision": "`float32`, `bfloat16`, or `auto`: bfloat16 where the processor has instructions for it",
    "top_k": "suggestions kept per outcome",
    "calibration": "`none`, or a file of `escomap calibrate`: confidence as your reviewers decided",
    "accept_threshold": "confidence from which a link is accepted",
    "review_threshold": "confidence from which a suggestion is for review",
    "batch_size": "outcomes per task; what is kept when a run is stopped is whole batches",
    "workers": "batches matched at the same time",
    "torch_threads": "threads of the encoders and matrix products; 0 leaves it to the libraries",
    "level_policy": "`programme` or `module`: whose level a module has in the UK and Ireland, where it has its own",
    "default_language": "language of texts too short to tell theirs",
    "max_cell_characters": "a longer cell is cut there and reported",
    "ending_share": "share of a catalogue's courses that may end in one run; of more, none is ended",
    "decisions": "folder with the decisions of reviewers; empty: `decisions` in the folder of mappings in use",
    "same_words": "`provider`, `anywhere` or `none`: whose undecided outcomes in exactly the same words and language "
    "get the answer of a decided one",
    "strict": "rejected rows, files that were not read and courses that were not ended make exit code 1",
}

CHOICES = {
    "level_policy": ("programme", "module"),
    "same_words": ("provider", "anywhere", "none"),
    "precision": ("auto", "float32", "bfloat16"),
}


@dataclass(frozen=True, slots=True)
class Settings:
    """What a user may choose; ``SETTING_MEANINGS`` says what each is. Thresholds are confidences in 0..1."""

    encoder: str = "packaged"
    adapter: str = "packaged"
    precision: str = "auto"
    top_k: int = 10
    calibration: str = "none"
    accept_threshold: float = 0.6
    review_threshold: float = 0.15
    batch_size: int = 1000
    workers: int = 1
    torch_threads: int = 1
    level_policy: str = "programme"
    default_language: str = "en"
    max_cell_characters: int = 200_000
    ending_share: float = 0.3
    decisions: str = ""
    same_words: str = "provider"
    strict: bool = False

    def __post_init__(self) -> None:
        _require_range("accept_threshold", self.accept_threshold, 0, 1)
        _require_range("review_threshold", self.review_threshold, 0, self.accept_threshold)
        _require_range("ending_share", self.ending_share, 0, 1)
        _require_range("top_k", self.top_k, 1, 1000)
        _require_range("batch_size", self.batch_size, 1, 1_000_000)
        _require_range("workers", self.workers, 1, 64)
        _require_range("torch_threads", self.torch_threads, 0, 1024)
        _require_range("max_cell_characters", self.max_cell_characters, 1, 1_000_000_000)
        for name, allowed in CHOICES.items():
            if (value := getattr(self, name)) not in allowed:
                raise unknown_name(name, value, list(allowed))

    def to_json(self) -> str:
        """All settings as JSON with sorted keys."""
        return json.dumps(asdict(self), sort_keys=True)

    def key(self) -> str:
        """Hash of all settings."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()[:16]

    def matching_key(self) -> str:
        """Hash of the settings that change what matching answers."""
        chosen = {name: getattr(self, name) for name in MATCHING_SETTINGS}
        return hashlib.sha256(json.dumps(chosen, sort_keys=True).encode()).hexdigest()[:16]


def _require_range(name: str, value: float, low: float, high: float) -> None:
    if not low <= value <= high:
        raise EscomapError(
            "bad_setting",
            f"The setting {name} must lie between {low} and {high}.",
            where=f"{name}={value}",
            hint="correct it in the settings file, the environment or the command line",
        )


def load_settings(
    arguments: Mapping[str, Any] | None = None,
    *,
    file: Path | None = None,
    environment: Mapping[str, str] | None = None,
) -> Settings:
    """Settings from ``arguments`` (None values are skipped), then ``ESCOMAP_*``, then a TOML file, then defaults."""
    environment = os.environ if environment is None else environment
    values: dict[str, Any] = {}
    if file is not None:
        values.update(_from_file(file))
    known = {field.name for field in fields(Settings)}
    for name in known:
        if (text := environment.get(ENVIRONMENT_PREFIX + name.upper())) is not None:
            values[name] = _converted(name, text, where=f"{ENVIRONMENT_PREFIX}{name.upper()}={text!r}")
    values.update({name: value for name, value in (arguments or {}).items() if value is not None})
    for name in values:
        if name not in known:
            raise unknown_name("setting", name, sorted(known))
    return replace(Settings(), **values)


def _from_file(file: Path) -> dict[str, Any]:
    try:
        loaded = tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except FileNotFoundError as error:
        raise EscomapError("missing_file", "The settings file does not exist.", where=str(file)) from error
    except OSError as error:
        raise EscomapError(
            "unreadable_file", f"The settings file cannot be opened ({error.strerror}).", where=str(file)
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise EscomapError("bad_settings_file", f"The settings file is not TOML: {error}.", where=str(file)) from error
    return {name: _converted(name, value, where=f"{file}: {name}={value!r}") for name, value in loaded.items()}


def _converted(name: str, value: Any, *, where: str) -> Any:
    hint = get_type_hints(Settings).get(name)
    if hint is None:
        raise unknown_name("setting", name, [field.name for field in fields(Settings)])
    kind = (get_args(hint) or (hint,))[0]
    try:
        if kind is bool and isinstance(value, str):
            return {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}[value.lower()]
        return kind(value)
    except (KeyError, TypeError, ValueError) as error:
        raise EscomapError(
            "bad_setting", f"The setting {name} needs a value of type {kind.__name__}.", where=where
        ) from error
