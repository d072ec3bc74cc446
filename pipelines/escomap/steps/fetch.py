"""A catalogue from an address into a file: what was read stays beside the results, and a run needs no network."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from escomap.http_json import JsonClient, is_web_address
from escomap.readers.ooapi_live import Fetched, fetch_ooapi

__all__ = ["fetch_catalogue", "is_web_address", "local_catalogues"]
OnPage = Callable[[str, int, int], None]


def fetch_catalogue(url: str, out: Path, *, pause: float = 0.2, on_page: OnPage | None = None) -> Fetched:
    """Writes the courses of an OOAPI v5 service to ``out``, as JSON Lines."""
    out.parent.mkdir(parents=True, exist_ok=True)
    return fetch_ooapi(url, out, JsonClient(pause=pause), on_page)


def local_catalogues(
    names: Sequence[str], folder: Path, on_page: OnPage | None = None
) -> tuple[tuple[Path, ...], list[str]]:
    """The files of a run, those named by an address fetched into ``folder``; and what to know about the latter."""
    files: list[Path] = []
    notes: list[str] = []
    for name in names:
        if not is_web_address(name):
            files.append(Path(name))
            continue
        address = urlsplit(name)
        words = re.findall(r"[\w.]+", address.netloc + address.path)
        files.append(folder / f"{'-'.join(words)}.jsonl")
        fetched = fetch_catalogue(name, files[-1], on_page=on_page)
        counts = ", ".join(f"{count} {kind}" for kind, count in fetched.counts.items())
        notes += [f"{name}: {counts}, kept in {files[-1]}", *fetched.notes]
    return tuple(files), notes
