"""The parts of queries that get a vector: texts, their clauses, the titles around them, and both together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from escomap.matching.encoder import Encoder
from escomap.model import MatchQuery
from escomap.text.clauses import clause_spans

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from escomap.text.gloss import Glossary

    Matrix = NDArray[np.float32]

Spans = list[list[tuple[int, int]]]


@dataclass(frozen=True, slots=True)
class Units:
    """The vectors of a block of queries in the space of one encoder.

    ``whole``, ``context`` (title and text together) and ``title`` are rows of ``vectors`` per query; ``title`` is -1
    where there is none, and ``context`` is ``whole`` then. ``clauses`` are the rows of each query's clauses, whose
    spans are in ``spans``.
    """

    vectors: Matrix
    whole: NDArray[np.int64]
    context: NDArray[np.int64]
    title: NDArray[np.int64]
    clauses: list[NDArray[np.int64]]
    spans: Spans

    def rows_of(self, query: int) -> list[int]:
        """The rows of the whole text and its clauses."""
        return [int(self.whole[query]), *self.clauses[query].tolist()]


def clauses_of(queries: Sequence[MatchQuery]) -> Spans:
    """The spans of each query's clauses."""
    return [clause_spans(query.text, query.lang) for query in queries]


def in_context(text: str, context: str) -> str:
    """A text behind the title of its course, as the encoders were trained to read it."""
    return f"{context}: {text}" if context else text


def read_units(
    queries: Sequence[MatchQuery], spans: Spans, encoder: Encoder, glossary: Glossary | None = None
) -> Units:
    """Units from one reading of each text behind its title: the parts take their vectors from that reading.

    With a glossary the encoder reads the English gloss.
    """
    texts, parts = _readings(queries, spans, glossary)
    titles = list(dict.fromkeys(query.context for query in queries if query.context))
    read_titles = [glossary.gloss(title) for title in titles] if glossary else titles
    wholes, pieces = encoder.encode_parts([*texts, *read_titles], [*parts, *([] for _ in titles)])
    count, first = len(queries), len(wholes)
    whole: list[int] = []
    clauses: list[NDArray[np.int64]] = []
    for query, found in zip(queries, spans, strict=True):
        # Without a title the reading is of the text alone.
        whole.append(first if query.context else len(whole))
        first += bool(query.context)
        clauses.append(np.arange(first, first + len(found)))
        first += len(found)
    row = {title: count + number for number, title in enumerate(titles)}
    return Units(
        np.concatenate([wholes, pieces]),
        np.array(whole),
        np.arange(count),
        np.array([row.get(query.context, -1) for query in queries]),
        clauses,
        spans,
    )


def _readings(queries: Sequence[MatchQuery], spans: Spans, glossary: Glossary | None) -> tuple[list[str], Spans]:
    """What is read for each query, and where in it the text, if it is not all, and its clauses stand."""
    texts: list[str] = []
    parts: Spans = []
    for query, found in zip(queries, spans, strict=True):
        text = in_context(query.text, query.context)
        at = len(text) - len(query.text)
        places = [(at, len(text))] if query.context else []
        places += [(at + start, at + end) for start, end in found]
        if glossary:
            text, places = glossary.gloss_parts(text, places)
        texts.append(text)
        parts.append(places)
    return texts, parts
