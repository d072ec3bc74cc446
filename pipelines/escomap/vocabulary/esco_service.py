"""All concepts of a version from the ESCO web service, page by page.

The resources of a concept scheme are listed by ``/resource/<class>?isInScheme=``; ``offset`` is the number of a page
of ``limit`` resources, and ``_embedded`` holds them by URI. Source: "Get concepts - by Concept Scheme" in
https://ec.europa.eu/esco/api/doc/esco_api_doc.html. The version is always named: the service's own choice is 1.0.9.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from urllib.parse import parse_qs, urlsplit

from escomap.errors import EscomapError
from escomap.http_json import HttpStatusError
from escomap.vocabulary.concepts import SCHEMES, Concept
from escomap.vocabulary.kept_answers import KeptAnswers
from escomap.vocabulary.service_resources import TEXTS, has_labels, to_concept

SERVICE = "https://ec.europa.eu/esco/api"
PAGE_SIZE = 100
MAX_PAGES = 10_000
OnPage = Callable[[str, int, int], None]
Resource = Mapping[str, Any]


class Listing(NamedTuple):
    """What is listed, the class it is asked for by, and the concept scheme."""

    name: str
    path: str
    scheme: str


LISTINGS = (
    Listing("skills", "resource/skill", "skills"),
    Listing("skill groups", "resource/concept", "skills-hierarchy"),
    Listing("fields of study", "resource/concept", "isced-f"),
    Listing("occupations", "resource/occupation", "occupations"),
)


@dataclass(slots=True)
class Fetched:
    """The concepts of a version, how many came of each listing, and what a user should know about them.

    A concept may be in two listings: fields of study are skill groups too in newer versions.
    """

    concepts: dict[str, Concept] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def fetch_concepts(answers: KeptAnswers, version: str, langs: Sequence[str], on_page: OnPage | None = None) -> Fetched:
    """The skills, groups and occupations of a version, with their texts in the given languages.

    Args:
        answers: Where to ask.
        version: As the service names it, e.g. ``v1.2.0``.
        langs: ISO 639-1 codes; the first is asked for, the others only where the answers lack them.
        on_page: Told what is listed, how many of it are read, and how many there are.

    Raises:
        EscomapError: the service does not answer as documented, has no skills in this version or no labels in a
            language.
    """
    fetched = Fetched()
    for listing in LISTINGS:
        pages = _Pages(answers, listing, version, langs, on_page or (lambda _what, _done, _total: None))
        fetched.counts[listing.name] = 0
        try:
            for resource in pages:
                if (concept := to_concept(resource, langs)) is not None:
                    fetched.concepts.setdefault(concept.uri, concept)
                    fetched.counts[listing.name] += 1
        except HttpStatusError as error:
            if error.status != 404 or pages.seen or listing is LISTINGS[0]:
                raise
            fetched.notes.append(f"{listing.name}: the service has none in {version}")
        if len(pages.seen) < pages.total:
            fetched.notes.append(f"{listing.name}: {pages.total:,} were announced and {len(pages.seen):,} came")
        if not fetched.concepts:
            raise _no_skills(answers.root, version)
    return fetched


@dataclass(slots=True)
class _Pages:
    """The resources of a listing, each once."""

    answers: KeptAnswers
    listing: Listing
    version: str
    langs: Sequence[str]
    report: OnPage
    seen: set[str] = field(default_factory=set)
    total: int = 0

    def __iter__(self) -> Iterator[Resource]:
        offset = 0
        for _ in range(MAX_PAGES):
            page = self._page(offset, self.langs[0])
            resources = _resources(page, self.answers.root)
            self._add_languages(resources, offset)
            self.total = _number(page.get("total"))
            new = resources.keys() - self.seen
            yield from (resources[uri] for uri in sorted(new))
            self.seen |= new
            self.report(self.listing.name, len(self.seen), self.total)
            following = _next_offset(page)
            if not resources or (following is None and len(self.seen) >= self.total):
                return
            if not new:
                break
            offset = offset + 1 if following is None else following
        raise EscomapError(
            "endless_pages",
            f"The service gives {self.listing.name} on page {offset} that it gave before.",
            where=f"{self.answers.root}/{self.listing.path}",
            hint="use the CSV package from the ESCO download page",
        )

    def _page(self, offset: int, lang: str) -> Resource:
        parameters = {
            "isInScheme": f"{SCHEMES}{self.listing.scheme}",
            "language": lang,
            "offset": str(offset),
            "limit": str(PAGE_SIZE),
            "selectedVersion": self.version,
            "viewObsolete": "false",
        }
        answer = self.answers.get(self.listing.path, parameters)
        return answer if isinstance(answer, dict) else {}

    def _add_languages(self, resources: dict[str, dict[str, Any]], offset: int) -> None:
        """Adds texts in languages that a page lacks: an answer may hold all of them, or only the one asked for."""
        for lang in self.langs:
            if not resources or has_labels(resources.values(), lang):
                continue
            if lang != self.langs[0]:
                for uri, other in _resources(self._page(offset, lang), self.answers.root).items():
                    _add_texts(resources.get(uri, {}), other)
            if self.listing is LISTINGS[0] and not self.seen and not has_labels(resources.values(), lang):
                raise _no_labels(self.answers.root, lang, self.version)


def _resources(page: Resource, root: str) -> dict[str, dict[str, Any]]:
    embedded = page.get("_embedded")
    # A scheme without members has no _embedded, or an empty one.
    if (embedded is None and "total" in page) or embedded == []:
        return {}
    if not isinstance(embedded, dict) or not all(isinstance(resource, dict) for resource in embedded.values()):
        raise EscomapError(
            "not_esco_service",
            "The answer is no page of the ESCO web service: it embeds no resources by URI.",
            where=root,
            hint=f"give the root of the service with --url, e.g. {SERVICE}",
        )
    return dict(embedded)


def _add_texts(resource: dict[str, Any], other: Resource) -> None:
    for name in TEXTS:
        texts, added = resource.get(name), other.get(name)
        if isinstance(added, dict):
            resource[name] = {**added, **texts} if isinstance(texts, dict) else added


def _next_offset(page: Resource) -> int | None:
    """The offset in the link to the next page. The link itself is not followed: it need not name the version."""
    links = page.get("_links")
    following = links.get("next") if isinstance(links, dict) else None
    query = parse_qs(urlsplit(str(following.get("href") or "")).query) if isinstance(following, dict) else {}
    given = query.get("offset", [""])[0]
    return int(given) if given.isdigit() else None


def _number(value: Any) -> int:
    return int(value) if isinstance(value, int) or (isinstance(value, str) and value.isdigit()) else 0


def _no_labels(root: str, lang: str, version: str) -> EscomapError:
    return EscomapError(
        "no_labels_in_language",
        f"The service has no skill labels in {lang!r} for {version}.",
        where=root,
        hint="give a language of ESCO by its ISO 639-1 code, e.g. --language it",
    )


def _no_skills(root: str, version: str) -> EscomapError:
    return EscomapError(
        "no_skills",
        f"The service has no skills in {version}.",
        where=root,
        hint="name a version that it serves, e.g. --version v1.2.0",
    )
