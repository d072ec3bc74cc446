"""The format of uploadable credentials: with a placeholder where the recipient belongs."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from escomap.exports.application_profiles import CREDENTIAL
from escomap.exports.check import check_document
from escomap.exports.credential import PLACEHOLDER, draft_credential, sealed, uploadable
from escomap.exports.elm_validation import ElmValidator, load_elm_validator
from escomap.exports.faithful import check_faithful
from escomap.exports.formats import Build, Document, DocumentFormat, ExportOptions, document_bytes
from escomap.exports.shapes import EDC_SHAPES
from escomap.model import Descriptor

SPECIFICATION = ("credentialSubject", "hasClaim", "specifiedBy")


def _build(descriptor: Descriptor, options: ExportOptions) -> Build:
    return draft_credential(options.draft(descriptor))


def _render(document: Document) -> dict[str, bytes]:
    return {".json": document_bytes(uploadable(document, PLACEHOLDER))}


def _load_validator(standards: Path) -> ElmValidator:
    return load_elm_validator(standards, EDC_SHAPES, CREDENTIAL, sealed)


EDC_CREDENTIAL = DocumentFormat(
    name="edc-credential",
    build=_build,
    check=partial(check_document, profile=CREDENTIAL),
    load_validator=_load_validator,
    render=_render,
    compare=partial(check_faithful, path=SPECIFICATION),
    limits=(
        "the issue date and the issuer's identifier are added by sealing",
        "placeholders stand for the recipient, and a date of the year 9999 for that of the award",
        "whether the issuer's service takes a document over was not tried",
    ),
)
