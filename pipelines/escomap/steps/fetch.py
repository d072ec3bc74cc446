"""A catalogue or an ESCO release from an address into files: what was read stays, and a run needs no network."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from escomap.errors import EscomapError
from escomap.http_json import JsonClient, is_web_address
from escomap.readers.ooapi_live import Fetched, fetch_ooapi
from escomap.vocabulary.esco_service import SERVICE, fetch_concepts
from escomap.vocabulary.esco_service import Fetched as FetchedConcepts
from escomap.vocabulary.kept_answers import KeptAnswers
from escomap.vocabulary.write_package import ANSWERS, require_folder_for, write_package

__all__ = ["fetch_catalogue", "fetch_release", "is_web_address", "local_catalogues"]
OnPage = Callable[[str, int, int], None]
_VERSION = re.compile(r"v?(\d+\.\d+(?:\.\d+)?)")


def fetch_catalogue(url: str, out: Path, *, pause: float = 0.2, on_page: OnPage | None = None) -> Fetched:
    """Writes the courses of an OOAPI v5 service to ``out``, as JSON Lines."""
    out.parent.mkdir(parents=True, exist_ok=True)
    return fetch_ooapi(url, out, JsonClient(pause=pause), on_page)


def fetch_release(
    version: str,
    langs: Sequence[str],
    out: Path,
    *,
    pause: float = 0.5,
    url: str | None = None,
    on_page: OnPage | None = None,
    client: JsonClient | None = None,
) -> FetchedConcepts:
    """Writes a version of ESCO to ``out`` in the layout of the CSV package, English always with the chosen languages.

    Answers are kept in ``out/answers``: after an interruption the same call goes on where it was.

    Raises:
        EscomapError: no such version or language, an address that is none, a folder with another release, or a
            service that does not answer as documented.
    """
    named = _VERSION.fullmatch(version.strip())
    if not named:
        raise EscomapError("bad_version", f"{version!r} is no version of ESCO.", hint="write it as in v1.2.0")
    if url is not None and not is_web_address(url):
        raise EscomapError("bad_address", f"{url!r} is no web address.", hint=f"write it as in {SERVICE}")
    chosen, full = list(dict.fromkeys(("en", *(lang.lower() for lang in langs)))), f"v{named[1]}"
    require_folder_for(out, full)
    client = client or JsonClient(pause=pause, is_trusted=url is not None)
    answers = KeptAnswers((url or SERVICE).rstrip("/"), out / ANSWERS, client)
    try:
        fetched = fetch_concepts(answers, full, chosen, on_page)
    except EscomapError as error:
        if error.code in ("http_status", "no_answer") and answers.folder.is_dir():
            error.hint += "; the same command goes on where this one stopped"
        raise
    write_package(out, full, fetched.concepts.values(), chosen)
    return fetched


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
