"""Course catalogues in; ESCO skills, EQF levels and credential-ready descriptors out, with evidence.

The public face. Names are imported when they are first used: ``import escomap`` loads nothing heavy.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

__version__ = "0.1.0"

_PUBLIC = {
    "EscomapError": "escomap.errors",
    "MatchQuery": "escomap.model",
    "RunRequest": "escomap.steps.run",
    "Settings": "escomap.settings",
    "answer_level": "escomap.levels.explain",
    "enrich_catalogue": "escomap.steps.enrich",
    "export_documents": "escomap.steps.export",
    "export_tables": "escomap.steps.export",
    "load_level_facts": "escomap.steps.level",
    "load_settings": "escomap.settings",
    "open_store": "escomap.store.db",
    "load_text_matcher": "escomap.steps.suggest",
    "load_text_reader": "escomap.steps.level",
}
__all__ = ["__version__", *_PUBLIC]


def __getattr__(name: str) -> Any:
    if name in _PUBLIC:
        return getattr(import_module(_PUBLIC[name]), name)
    raise AttributeError(f"module 'escomap' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
