"""The exports by name; a new one is a line here and a writer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from escomap.errors import unknown_name


@dataclass(frozen=True, slots=True)
class Export:
    """An export: its name, what it is, and the module and function that write it (imported when first used)."""

    name: str
    meaning: str
    module: str
    function: str


EXPORTS: Mapping[str, Export] = {
    export.name: export
    for export in (
        Export("edc", "one European Learning Model JSON-LD document per course", "escomap.exports.files", "write_edc"),
        Export("tables", "CSV, XLSX and Parquet tables", "escomap.exports.tables", "write_tables"),
    )
}


def export_writer(name: str) -> Callable[..., Any]:
    """The function that writes the export ``name``."""
    if name not in EXPORTS:
        raise unknown_name("export", name, sorted(EXPORTS))
    export = EXPORTS[name]
    writer: Callable[..., Any] = getattr(import_module(export.module), export.function)
    return writer
