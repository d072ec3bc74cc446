import pyarrow as pa
import pytest

from escomap.review.label_search import SHOWN, LabelSearch, folded

LABELS = [
    ("u:welding", "weld", "en"),
    ("u:welder", "welder tools", "en"),
    ("u:welding", "Schweißgeräte bedienen", "de"),
    ("u:law", "Évaluer le droit", "fr"),
    ("u:other", "use tools to weld", "en"),
]


def search(labels=LABELS):
    rows = sorted(((len(label), uri, label, lang) for uri, label, lang in labels))
    columns = {name: [row[at] for row in rows] for at, name in enumerate(("concept_uri", "label", "lang"), start=1)}
    return LabelSearch(pa.table({**columns, "folded": [folded(label) for label in columns["label"]]}))


def uris(typed, **options):
    return [found.uri for found in search(**options).find(typed)]


def test_the_whole_label_first_then_its_beginning_then_the_rest():
    assert uris("weld") == ["u:welding", "u:welder", "u:other"]


@pytest.mark.parametrize("typed", ["schweißgeräte", "SCHWEISS".replace("SS", "ß"), "bedienen  gerate"])
def test_any_language_with_or_without_accents_in_any_order(typed):
    assert uris(typed) == ["u:welding"]


def test_accents_need_not_be_typed():
    assert uris("evaluer") == ["u:law"]


@pytest.mark.parametrize("typed", ["", " ", "w", "%", "weld.*", "nothing here"])
def test_what_no_label_holds_finds_nothing(typed):
    assert uris(typed) == []


def test_few_are_shown():
    many = [(f"u:{number}", f"tool {number}", "en") for number in range(50)]
    assert len(uris("tool", labels=many)) == SHOWN
