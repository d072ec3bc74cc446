"""A column profile for a file that has none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from escomap.catalogue.profile import DETECT, CatalogueProfile, to_toml
from escomap.catalogue.propose import Placement, ProposedProfile, propose_profile, sample_of
from escomap.mappings import load_headers
from escomap.model import RawRecord
from escomap.paths import mappings_folder
from escomap.readers.registry import format_of, read_records, standard_profile

PREVIEW_CHARACTERS = 70


@dataclass(frozen=True, slots=True)
class FileProposal:
    """The proposal for one file."""

    file: Path
    proposed: ProposedProfile

    def to_toml(self) -> str:
        """The profile as a file to keep."""
        return to_toml(self.proposed.profile)


def propose_for(
    file: Path, mappings: Path | None = None, format_name: str | None = None
) -> tuple[FileProposal, list[RawRecord]]:
    """A proposed profile for a catalogue file, and the records it was made from."""
    folder = mappings_folder(mappings)
    name = format_of(file, None, format_name)
    standard = standard_profile(name, folder)
    records = sample_of(read_records(file, standard, name))
    if standard is not None:
        return FileProposal(file, _as_proposal(replace(standard, name=file.stem), records)), records
    return FileProposal(file, propose_profile(file.stem, records, load_headers(folder))), records


def _as_proposal(profile: CatalogueProfile, records: Sequence[RawRecord]) -> ProposedProfile:
    """The profile of a standard as a proposal: what it reads is certain, what it ignores it ignores on purpose."""
    present = list(dict.fromkeys(name for record in records for name, text in record.values.items() if text))
    here = profile.for_columns(present)
    placements = [
        Placement(field, "", column, 1.0)
        for field, columns in here.columns.items()
        for column in columns
        if column in present
    ]
    placements += [
        Placement(field, "" if lang == DETECT else lang, column, 1.0)
        for field, by_lang in here.texts.items()
        for lang, columns in by_lang.items()
        for column in columns
        if column in present
    ]
    return ProposedProfile(profile, tuple(placements), here.unplaced(present))


def to_preview(proposal: FileProposal, records: Sequence[RawRecord], rows: int) -> str:
    """What was placed where and how surely, what was not placed, and the first rows through the profile's eyes."""
    proposed = proposal.proposed
    lines = [f"{proposal.file.name}: {len(proposed.placements)} columns placed"]
    for placement in proposed.placements:
        field = f"{placement.field}.{placement.lang}" if placement.lang else placement.field
        others = f"   else: {', '.join(placement.alternatives)}" if placement.alternatives else ""
        lines.append(f"  {field:16} <- {placement.column}  ({placement.score:.2f}){others}")
    if proposed.unplaced:
        lines.append(f"  not placed (kept in raw_record): {', '.join(proposed.unplaced)}")
    if not proposed.is_good:
        lines.append("  WARNING: title and outcomes (or description) are not certain; complete the profile by hand")
    for record in records[:rows]:
        lines.append(f"row {record.row}")
        for placement in proposed.placements:
            value = " ".join(record.values.get(placement.column, "").split())[:PREVIEW_CHARACTERS]
            lines.append(f"  {placement.field:16} {value}")
    return "\n".join(lines)
