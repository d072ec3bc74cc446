"""ESCO as Turtle, JSON-LD, RDF/XML and N-Triples gives what its CSV package gives, and reads nothing from elsewhere."""

import builtins
import json
import random
import socket
import warnings

import pytest

from escomap import tables
from escomap.errors import EscomapError
from escomap.vocabulary.release import identify_release, load_release
from fixtures.damages import cut, doubled, flipped, in_other_bytes, with_nul
from fixtures.linked_releases import TURTLE, skill, write_as_csv

SYNTAXES = {"ttl": "turtle", "jsonld": "json-ld", "rdf": "xml", "nt": "nt"}


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "v1.2.0").mkdir()
    return tmp_path / "v1.2.0"


def written(folder, ending="ttl", turtle=TURTLE):
    """The release in another syntax, by rdflib's own writers."""
    from rdflib import Graph

    path = folder / f"esco.{ending}"
    graph = Graph()
    graph.parse(data=turtle, format="turtle")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        path.write_text(graph.serialize(format=SYNTAXES[ending]), encoding="utf-8")
    return path


def refused(source):
    with pytest.raises(EscomapError) as caught:
        load_release(source)
    return caught.value


@pytest.mark.parametrize("ending", SYNTAXES)
def test_a_dump_gives_the_frames_of_the_csv_package(folder, tmp_path, ending):
    path = written(folder, ending)
    from_dump, from_csv = load_release(path), load_release(write_as_csv(tmp_path / "csv" / "v1.2.0"))
    assert from_dump.frames.keys() == from_csv.frames.keys()
    for name, frame in from_csv.frames.items():
        assert tables.check_frame(from_dump.frames[name], tables.TABLES[name]) == []
        assert not frame.empty
        assert from_dump.frames[name].to_dict("records") == frame.to_dict("records"), name
    assert (from_dump.langs, from_dump.version) == (from_csv.langs, "v1.2.0")
    assert from_dump.notes == from_csv.notes


def test_a_dump_is_known_by_its_content_without_parsing(folder):
    path = written(folder)
    release = load_release(path)
    assert identify_release(path) == (release.key, "v1.2.0")
    path.write_text(TURTLE.replace("fix code", "mend code"), encoding="utf-8")
    assert identify_release(path)[0] != release.key


def test_chosen_languages_come_with_english(folder):
    path = written(folder)
    assert load_release(path, langs=["it"]).langs == ("en", "it")
    assert load_release(path, langs=["de"]).langs == ("en",)


def test_a_dump_without_english_hangs_on_another_language(folder):
    path = folder / "esco.ttl"
    path.write_text(TURTLE.replace("@en", "@sv"), encoding="utf-8")
    release = load_release(path)
    assert release.langs == ("it", "sv")
    assert release.skill_count == 2
    assert len(release.frames["core_skill_relation"]) == 2


def test_a_dump_in_several_files_is_one_graph(folder):
    head, _, rest = TURTLE.partition("skill:python a ")
    prefixes = head[: head.index("skill:debug a ")]
    (folder / "a.ttl").write_text(head, encoding="utf-8")
    (folder / "b.ttl").write_text(f"{prefixes}skill:python a {rest}", encoding="utf-8")
    assert load_release(folder).skill_count == 3


def test_csv_files_are_read_before_a_dump_beside_them(folder):
    written(folder, "ttl", TURTLE.replace("debug software", "mend software"))
    write_as_csv(folder)
    assert "debug software" in set(load_release(folder).frames["core_concept_label"]["label"])


@pytest.fixture
def no_network(monkeypatch):
    def refuse(*_):
        raise AssertionError("the network was used")

    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


CONTEXT = {"prefLabel": "http://www.w3.org/2004/02/skos/core#prefLabel"}
ELSEWHERE = "http://example.org/context.jsonld"


@pytest.mark.parametrize(
    "document",
    [
        {"@context": ELSEWHERE, "@id": skill("x")},
        {"@context": [CONTEXT, ELSEWHERE], "@id": skill("x")},
        {"@context": {**CONTEXT, "@import": ELSEWHERE}, "@id": skill("x")},
        {"@context": CONTEXT, "@graph": [{"@id": skill("x"), "prefLabel": {"@context": "file:///etc/passwd"}}]},
        {"@context": {"part": {"@id": "http://example.org/part", "@context": ELSEWHERE}}, "part": {}},
        [{"@context": "other.jsonld"}],
    ],
)
def test_a_context_that_is_elsewhere_is_refused(folder, no_network, document):
    (folder / "esco.jsonld").write_text(json.dumps(document))
    error = refused(folder)
    assert error.code == "remote_context"
    assert "esco.jsonld" in error.where


def test_xml_that_declares_entities_is_refused(folder, no_network):
    laughs = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    path = written(folder, "rdf")
    head, rest = path.read_text().split("\n", 1)
    path.write_text(f"{head}\n{laughs}{rest}")
    assert refused(path).code == "unsafe_xml"


@pytest.mark.parametrize("ending", SYNTAXES)
@pytest.mark.parametrize("content", [b"\x00\x01", b"{", b"<a", "skill:x a é".encode("latin-1")])
def test_a_damaged_dump_is_named(folder, ending, content):
    (folder / f"esco.{ending}").write_bytes(content)
    error = refused(folder)
    assert error.code in ("damaged_esco_file", "no_skills_file")
    assert str(folder) in error.where


def test_a_dump_of_something_else_has_no_skills(folder):
    (folder / "other.ttl").write_text("<http://example.org/a> <http://example.org/b> 1 .")
    assert refused(folder).code == "no_skills_file"


def test_without_rdflib_the_error_says_what_to_install(folder, monkeypatch):
    path = written(folder)
    real = builtins.__import__

    def without(name, *rest):
        if name.split(".")[0] == "rdflib":
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without)
    error = refused(path)
    assert error.code == "missing_dependency"
    assert "pip install 'escomap[rdf]'" in error.hint


def test_the_order_of_statements_changes_nothing(folder):
    path = written(folder, "nt")
    before = load_release(path).frames
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    for seed in range(5):
        random.Random(seed).shuffle(lines)
        path.write_text("".join(lines), encoding="utf-8")
        assert all(frame.equals(before[name]) for name, frame in load_release(path).frames.items())


@pytest.mark.parametrize("ending", SYNTAXES)
@pytest.mark.parametrize("damage", [cut, flipped, with_nul, doubled, in_other_bytes])
def test_damage_ends_in_a_release_or_an_error_for_people(folder, ending, damage):
    path = written(folder, ending)
    whole = path.read_bytes()
    for seed in range(6):
        path.write_bytes(damage(whole, random.Random(seed)))
        try:
            release = load_release(folder)
        except EscomapError as error:
            assert error.where
        else:
            for name, frame in release.frames.items():
                assert tables.check_frame(frame, tables.TABLES[name]) == []
