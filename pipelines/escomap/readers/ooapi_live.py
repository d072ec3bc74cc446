"""Courses and programmes from a live OOAPI v5 endpoint, page by page, into a file that ``readers/ooapi.py`` reads."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from escomap.atomic_files import replacing
from escomap.errors import EscomapError
from escomap.http_json import HttpStatusError, JsonClient

# One of the sizes the specification allows.
PAGE_SIZE = 100
MAX_PAGES = 20_000
# Statuses of an endpoint that a server does not have or does not show.
_NOT_OFFERED = (403, 404, 405, 501)
_IDS = {"courses": "courseId", "programs": "programId", "organizations": "organizationId"}
OnPage = Callable[[str, int, int], None]


@dataclass(slots=True)
class Fetched:
    """What came from an endpoint: objects by kind, and what a user should know about them."""

    counts: dict[str, int] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def fetch_ooapi(url: str, out: Path, client: JsonClient, on_page: OnPage | None = None) -> Fetched:
    """Writes all courses and programmes of an endpoint as JSON Lines to ``out``, replaced only when all are there.

    Organisations are put into the objects that name them, as the API's own ``expand`` would, with the root of the
    endpoint as the last parent: so each line knows its provider.
    """
    root = _root(url)
    fetched = Fetched()
    report = on_page or (lambda _what, _done, _total: None)
    organizations = _Organizations(_offered(root, "organizations", client, fetched, report))
    with replacing(out) as part, part.open("w", encoding="utf-8") as file:
        for kind in ("courses", "programs"):
            for item in _offered(root, kind, client, fetched, report):
                # First what tells a reader the format: a description may be longer than what it looks at.
                first = {name: item[name] for name in (_IDS[kind], "primaryCode") if name in item}
                line = {**first, **item, "organization": organizations.expanded(item.get("organization"))}
                file.write(json.dumps(line, ensure_ascii=False) + "\n")
        if not any(fetched.counts.get(kind) for kind in ("courses", "programs")):
            raise EscomapError(
                "empty_catalogue",
                "The endpoint has neither courses nor programmes.",
                where=root,
                hint="give the root of an OOAPI v5 service, e.g. https://api.university.example/ooapi/v5",
            )
    return fetched


def _root(url: str) -> str:
    parts = urlsplit(url)
    path = parts.path.rstrip("/")
    for kind in _IDS:
        path = path.removesuffix(f"/{kind}")
    return f"{parts.scheme}://{parts.netloc}{path}"


def _offered(root: str, kind: str, client: JsonClient, fetched: Fetched, report: OnPage) -> Iterator[Mapping[str, Any]]:
    """The objects of one kind, each once; none, with a note, where the server has no such endpoint."""
    seen: set[str] = set()
    fetched.counts[kind] = 0
    try:
        for item in _items(f"{root}/{kind}", _IDS[kind], client, lambda done, total: report(kind, done, total)):
            identifier = str(item.get(_IDS[kind]) or "")
            if identifier and identifier in seen:
                fetched.notes.append(f"{kind}: {identifier} came twice, on two pages; kept once")
                continue
            seen.add(identifier)
            fetched.counts[kind] += 1
            yield item
    except HttpStatusError as error:
        if error.status not in _NOT_OFFERED or seen:
            raise
        fetched.notes.append(f"{kind}: not offered by the server ({error.message.rstrip('.')})")


def _items(
    url: str, identifier: str, client: JsonClient, report: Callable[[int, int], None]
) -> Iterator[Mapping[str, Any]]:
    # Sorted by an identifier, or a change of a name while paging could move an object to a page already read.
    parameters: dict[str, Any] = {"pageSize": PAGE_SIZE, "sort": identifier}
    before: list[Any] = []
    for number in range(1, MAX_PAGES + 1):
        try:
            page = client.get(url, {**parameters, "pageNumber": number})
        except HttpStatusError as error:
            if error.status != 400 or number > 1:
                raise
            parameters = {}
            page = client.get(url, {"pageNumber": number})
        items = page.get("items") if isinstance(page, dict) else None
        if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
            raise EscomapError(
                "not_ooapi",
                "The answer is no page of OOAPI v5: it has no list of items.",
                where=url,
                hint="give the root of an OOAPI v5 service, e.g. https://api.university.example/ooapi/v5",
            )
        if items and items == before:
            raise EscomapError(
                "endless_pages",
                f"Page {number} is the same as the page before it.",
                where=url,
                hint="the server does not follow pageNumber: ask the provider for a file",
            )
        yield from items
        before = items
        report(number, _number(page.get("totalPages")))
        if not items or not _has_next(page, number):
            return
    raise EscomapError(
        "endless_pages", f"The server has more than {MAX_PAGES} pages.", where=url, hint="ask for a file"
    )


def _has_next(page: Mapping[str, Any], number: int) -> bool:
    following = page.get("hasNextPage")
    return bool(following) if following is not None else number < _number(page.get("totalPages"))


def _number(value: Any) -> int:
    return value if isinstance(value, int) else 0


class _Organizations:
    """The organisations of an endpoint, by identifier."""

    def __init__(self, items: Iterable[Mapping[str, Any]]) -> None:
        self._by_id = {str(item["organizationId"]): item for item in items if item.get("organizationId")}
        self._root = next((o for o in self._by_id.values() if o.get("organizationType") == "root"), None)

    def expanded(self, given: Any) -> Any:
        """An organisation in full with its parents in full; as given where the endpoint does not know it."""
        current = self._by_id.get(_identifier(given), given if isinstance(given, dict) else None)
        chain: list[Mapping[str, Any]] = []
        while current is not None and current not in chain:
            chain.append(current)
            current = self._by_id.get(_identifier(current.get("parent")))
        if self._root is not None and self._root not in chain and (chain or not given):
            chain.append(self._root)
        nested: Any = None
        for item in reversed(chain):
            nested = {**{key: value for key, value in item.items() if key != "children"}, "parent": nested}
        return nested if chain else given


def _identifier(organization: Any) -> str:
    return str((organization.get("organizationId") if isinstance(organization, dict) else organization) or "")
