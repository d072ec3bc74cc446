"""Fits the numbers that turn cues into a dimension, and prints what they give on folds they have not seen.

python -m tests.quality.fit_dimensions --shared ../shared

Data: the dev outcomes of data/dimensions, and the public dev outcomes where ../shared is there. The ridge penalty
was chosen among 0.3, 1 and 10 by ten folds of these; nothing held out is looked at.
"""

import argparse
import json
from pathlib import Path

import escomap.dimensions.weights as weights_module
from escomap.dimensions.cues import DIMENSIONS, Dimension
from escomap.dimensions.weights import FEATURES, measure
from escomap.mappings import load_cues
from escomap.paths import mappings_folder
from tests.quality.dimensions import dimension_figures
from tests.quality.labelled_outcomes import project_outcomes, public_outcomes

INVERSE_PENALTY = 1.0


def main():
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import cross_val_predict

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, required=True)
    shared = parser.parse_args().shared
    cue_sets = load_cues(mappings_folder())
    outcomes = [one for one in (*project_outcomes(), *public_outcomes(shared, cue_sets)) if is_fitted(one, cue_sets)]
    values = [measure(cue_sets[one.lang].find(one.text), one.section) for one in outcomes]
    labels = [DIMENSIONS.index(one.dimension) for one in outcomes]
    model = LogisticRegression(C=INVERSE_PENALTY, max_iter=5000)
    unseen = cross_val_predict(model, values, labels, cv=10, method="predict_proba")
    answers = [(DIMENSIONS[row.argmax()], float(row.max())) for row in unseen]
    print(json.dumps(dimension_figures(outcomes, answers), indent=1))
    model.fit(values, labels)
    stored = {
        dimension: {"offset": round(float(offset), 4)}
        | {name: round(float(weight), 4) for name, weight in zip(FEATURES, row, strict=True)}
        for dimension, offset, row in zip(DIMENSIONS, model.intercept_, model.coef_, strict=True)
    }
    file = Path(weights_module.__file__).with_name("weights.json")
    file.write_text(json.dumps(stored, indent=1) + "\n", encoding="utf-8")


def is_fitted(one, cue_sets):
    """Whether this is a dev outcome with a cue: without one the heading or nothing decides, and no weight."""
    return one.split == "dev" and one.dimension is not Dimension.NONE and cue_sets[one.lang].find(one.text)


if __name__ == "__main__":
    main()
