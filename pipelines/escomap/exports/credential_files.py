"""Uploadable credentials: one per course with a placeholder, or one per row of a list of recipients."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from escomap.errors import EscomapError
from escomap.exports.credential import PLACEHOLDER, Picture, Recipient, credential_key, draft_credential, uploadable
from escomap.exports.credential_format import EDC_CREDENTIAL
from escomap.exports.documents import Judge, in_batches, load_judge
from escomap.exports.file_names import descriptor_file_name
from escomap.exports.files import ExportReport, MadeFile, write_files
from escomap.exports.findings import Finding
from escomap.exports.formats import ExportOptions, document_bytes
from escomap.exports.recipients import RecipientRow, RowProblem, read_recipients
from escomap.model import Descriptor

_PICTURE_TYPES = {b"\x89PNG\r\n\x1a\n": "PNG", b"\xff\xd8\xff": "JPEG"}
_LARGEST_PICTURE = 2_000_000


@dataclass(frozen=True, slots=True)
class CredentialReport:
    """What was written, and the rows of the list of recipients that no credential was made of."""

    export: ExportReport
    rejected: tuple[RowProblem, ...] = ()


@dataclass(frozen=True, slots=True)
class _Award:
    """One credential to make, with what identifies it; ``row`` is 0 for the placeholder."""

    key: str
    descriptor: Descriptor
    recipient: Recipient
    row: int = 0


def write_credentials(
    descriptors: Iterable[Descriptor],
    out: Path,
    *,
    options: ExportOptions,
    known_esco_uris: Container[str],
    standards: Path | None = None,
    courses: Sequence[str] = (),
    recipients: Path | None = None,
    picture: Path | None = None,
    progress: Callable[[int], None] | None = None,
) -> CredentialReport:
    """One uploadable document per course, or with ``recipients`` per row of that list, checked, with a manifest.

    ``courses`` are codes or identifiers of the courses meant, all when empty. Rows that cannot be used are reported and
    stand in the manifest by their number. Nothing about a recipient is written anywhere but into the documents.
    """
    image = load_picture(picture) if picture else None
    rows, problems = read_recipients(recipients) if recipients else ([], [])
    chosen = [d for d in descriptors if not courses or {d.course_code, d.course_id} & set(courses)]
    _require_courses(chosen, courses)
    awards, unplaced = _awards(rows, chosen) if recipients else ([_Award("", d, PLACEHOLDER) for d in chosen], [])
    rejected = tuple(sorted([*problems, *unplaced], key=lambda problem: (problem.sheet, problem.row, problem.column)))
    judge = load_judge(EDC_CREDENTIAL, options, known_esco_uris, standards)
    told = [{"row": p.row, "column": p.column, "message": p.message} for p in rejected]
    report = write_files(
        _made(awards, judge, image),
        out,
        format_name=EDC_CREDENTIAL.name,
        shapes=judge.artefacts,
        head={**judge.head, "rejected_rows": told},
        progress=progress,
    )
    return CredentialReport(report, rejected)


def load_picture(file: Path) -> Picture:
    """The image of a PNG or JPEG file."""
    content = file.read_bytes()
    for start, file_type in _PICTURE_TYPES.items():
        if content.startswith(start) and len(content) <= _LARGEST_PICTURE:
            return Picture(content, file_type)
    raise EscomapError(
        "bad_picture", "The image is no PNG or JPEG file of at most 2 MB.", where=str(file), hint="convert or shrink it"
    )


def _require_courses(chosen: Sequence[Descriptor], courses: Sequence[str]) -> None:
    known = {name for descriptor in chosen for name in (descriptor.course_code, descriptor.course_id)}
    missing = [course for course in courses if course not in known]
    if missing:
        raise EscomapError(
            "unknown_course",
            f"The database has no course {', '.join(missing)}.",
            hint="give course codes or course_ids as in the table out_descriptor",
        )


def _awards(rows: Sequence[RecipientRow], chosen: Sequence[Descriptor]) -> tuple[list[_Award], list[RowProblem]]:
    by_name: dict[str, list[Descriptor]] = defaultdict(list)
    for descriptor in chosen:
        for name in {descriptor.course_code, descriptor.course_id} - {""}:
            by_name[name].append(descriptor)
    if len(chosen) == 1:
        by_name[""] = list(chosen)
    awards: dict[str, _Award] = {}
    problems = []
    for row in rows:
        found = by_name.get(row.course, [])
        if len(found) != 1:
            problems.append(RowProblem(row.row, "course_code", _why_not(row.course, found), row.sheet))
            continue
        award = _Award(credential_key(found[0], row.recipient), found[0], row.recipient, row.row)
        first = awards.setdefault(award.key, award)
        if first is not award:
            message = f"the person, course and day of row {first.row} again: a certificate_number tells two apart"
            problems.append(RowProblem(row.row, "certificate_number", message, row.sheet))
    return list(awards.values()), problems


def _why_not(course: str, found: Sequence[Descriptor]) -> str:
    if not course:
        return "is empty, and more than one course is meant"
    if found:
        return f"is the code of {len(found)} courses: give the course_id"
    return "is none of the courses meant"


def _made(awards: Iterable[_Award], judge: Judge, picture: Picture | None) -> Iterator[list[MadeFile]]:
    for batch in in_batches(awards):
        builds = [
            (award.descriptor, draft_credential(judge.options.draft(award.descriptor), award.recipient, picture))
            for award in batch
        ]
        yield [
            MadeFile(
                _file_name(award),
                document_bytes(uploadable(build.document, award.recipient)),
                award.descriptor,
                tuple(map(_impersonal, findings)) if award.row else findings,
                award.row,
            )
            for award, (_, build), findings in zip(batch, builds, judge.findings(builds), strict=True)
        ]


def _file_name(award: _Award) -> str:
    name = descriptor_file_name(award.descriptor)
    return f"{Path(name).stem}-{award.key}.json" if award.row else name


def _impersonal(finding: Finding) -> Finding:
    """A finding about the person without the value, which some messages repeat."""
    about_the_person = finding.where.startswith("credentialSubject") and "specifiedBy" not in finding.where
    return replace(finding, message="the value is not accepted") if about_the_person else finding
