"""The words ESCO's licence asks for, said the same way in every export."""

from __future__ import annotations

# CC BY 4.0 and Commission Decision 2011/833/EU: name the source, and say that and how it was modified.
ESCO_ATTRIBUTION = "This service uses the ESCO classification of the European Commission."


def modification_statement(esco_version: str) -> str:
    """What was done with ESCO: concepts selected, their labels unchanged."""
    release = f"ESCO {esco_version}" if esco_version else "ESCO"
    return f"Modified: escomap selected skills of {release} for each learning outcome; URIs and labels are unchanged."
