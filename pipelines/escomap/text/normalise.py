"""Normal forms of text: for comparing two wordings and for identifiers that survive re-imports."""

from __future__ import annotations

import hashlib
import re
import unicodedata

HASH_LENGTH = 16
BULLETS = "•●▪■◦○‣⁃·∙▸▶►➢➤✓✔❖◆★\uf0b7\uf0a7\uf0d8\uf0fc"
_LEADING_MARK = re.compile(rf"^(?:[\s{BULLETS}*–—-]+|\(?\d{{1,2}}[.)]\s+|\(?[a-z][)]\s+)+")
_TRAILING_MARKS = " .,;:!?…·–—-"
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")


def normalised(text: str) -> str:
    """The text for comparing: NFKC, case folded, single spaces, no bullet in front and no punctuation at the end.

    >>> normalised("  • Use  GIT; ")
    'use git'
    """
    plain = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).casefold()
    return trimmed(unicodedata.normalize("NFKC", plain))


def trimmed(text: str) -> str:
    """The text with single spaces, without a bullet in front and punctuation at the end.

    >>> trimmed("  • Use  GIT; ")
    'Use GIT'
    """
    plain = " ".join(text.split())
    return _LEADING_MARK.sub("", plain).rstrip(_TRAILING_MARKS) or plain


def content_hash(*parts: str) -> str:
    """Sixteen hexadecimal digits that stand for these parts in this order.

    Each part is preceded by its length, so ``("ab", "c")`` and ``("a", "bc")`` differ.
    """
    digest = hashlib.sha256()
    for part in parts:
        encoded = part.encode("utf-8", "surrogatepass")
        digest.update(b"%d:" % len(encoded))
        digest.update(encoded)
    return digest.hexdigest()[:HASH_LENGTH]


def text_key(text: str) -> str:
    """The hash of the normalised text: wordings that differ in case, spacing or bullets share it."""
    return content_hash(normalised(text))
