"""File names any file system takes, made from names that know no such limits."""

from __future__ import annotations

import hashlib
import re
import unicodedata

from escomap.model import Descriptor

_LONGEST_PART = 40


def descriptor_file_name(descriptor: Descriptor, ending: str = ".json") -> str:
    """A name that is the same in every run and different for every course: provider, code, digest of the course id.

    Only lower-case ASCII letters, digits and hyphens are used, for two names may differ in case on one system and be
    one file on another.
    """
    digest = hashlib.sha256(descriptor.course_id.encode()).hexdigest()[:12]
    title = next(iter(descriptor.titles.values()), "")
    parts = [slug(descriptor.provider), slug(descriptor.course_code) or slug(title) or "course", digest]
    return "-".join(part for part in parts if part) + ending


def all_courses_file_name(provider: str) -> str:
    """The name of a file of all courses of an institution."""
    digest = hashlib.sha256(provider.encode()).hexdigest()[:12]
    return "-".join(part for part in ("all", slug(provider), digest) if part) + ".xml"


def slug(text: str) -> str:
    """``text`` in ASCII letters, digits and single hyphens, at most 40 characters; empty where nothing is left."""
    plain = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_LONGEST_PART].rstrip("-")
