"""How good the likeness of labels is at finding the successor of a concept in its groups, by threshold.

python -m tests.quality.replacement_likeness --esco ../shared/esco/v1.2.0

No two official releases are at hand to measure on, so the changes are made up from one. Renamed: a concept had one of
its alternative labels as its name before, and no concept has that label now; is that very concept proposed? Gone: a
concept is taken out and its name kept; is anything proposed? Names that another concept has too are left out, since
those are found by their label.
"""

import argparse
from pathlib import Path

from escomap.releases import replacement
from escomap.releases.changes import Vocabulary
from escomap.text.normalise import normalised
from escomap.vocabulary.release import load_release

DRAWN = 1000
THRESHOLDS = (0.6, 0.7, 0.75, 0.8, 0.9)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--esco", type=Path, required=True)
    frames = load_release(parser.parse_args().esco, langs=["en"]).frames
    concepts, broader = frames["core_concept"], frames["core_concept_broader"]
    concepts = concepts[concepts["concept_type"] == "skill"]
    labels = frames["core_concept_label"]
    labels = labels[(labels["lang"] == "en") & labels["concept_uri"].isin(concepts["concept_uri"])]
    drawn = single_labels(labels).sample(frac=1, random_state=1)
    renamed, gone = (
        drawn[drawn["label_kind"] == kind].drop_duplicates("concept_uri").head(DRAWN)
        for kind in ("alternative", "preferred")
    )
    without_old_names = Vocabulary("new", concepts, labels.drop(index=renamed.index), broader)
    left = labels[~labels["concept_uri"].isin(gone["concept_uri"])]
    without_gone = Vocabulary("new", concepts, left, broader)
    for threshold in THRESHOLDS:
        replacement.LEAST_LIKENESS = threshold
        found = proposed(renamed, without_old_names)
        right = sum(one.uri == uri for uri, one in found.items())
        invented = proposed(gone, without_gone)
        print(
            f"{threshold:.2f}  renamed: {len(found) / len(renamed):.3f} of {len(renamed)} proposed, "
            f"{right / len(found):.3f} of these right; gone: {len(invented) / len(gone):.3f} of {len(gone)} proposed"
        )


def single_labels(labels):
    """The labels that only one concept has."""
    normal = labels["label"].map(normalised)
    owners = labels.groupby(normal)["concept_uri"].transform("nunique")
    return labels[owners == 1]


def proposed(names, new):
    """The proposals for concepts whose name in the older release is given."""
    old = Vocabulary("old", new.concepts, names.assign(label_kind="preferred"), new.broader)
    proposer = replacement.Proposer(old, new, dict.fromkeys(new.labels["concept_uri"], "skill"))
    found = {uri: proposer.replacement(uri, "skill") for uri in names["concept_uri"]}
    return {uri: one for uri, one in found.items() if one}


if __name__ == "__main__":
    main()
