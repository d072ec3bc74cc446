import pytest

from escomap.releases.rematch import mentioning
from escomap.tables import CORE_CONCEPT_LABEL, CORE_OUTCOME
from fixtures.descriptors import frame


@pytest.mark.parametrize(
    ("text", "lang", "found"),
    [
        ("use Large Language Models safely", "en", True),
        ("große sprachmodelle, use large language models", "de", True),
        ("große Sprachmodelle nutzen", "de", True),
        ("große Sprachmodelle nutzen", "en", False),
        ("large models of language", "en", False),
        ("", "en", False),
    ],
)
def test_outcomes_that_name_a_new_concept(text, lang, found):
    labels = [("en", "large language models"), ("de", "große Sprachmodelle"), ("en", "!")]
    known = frame(CORE_CONCEPT_LABEL, [{"concept_uri": "llm", "lang": one, "label": label} for one, label in labels])
    outcomes = frame(CORE_OUTCOME, [{"outcome_id": "o", "text": text, "lang": lang}])
    assert mentioning(outcomes, known) == ({"o"} if found else set())
