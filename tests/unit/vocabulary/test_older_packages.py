"""The CSV packages of ESCO 1.0 and 1.1, and packages as the download page gives them: one zip per language.

Names and columns of 1.0.8 are those that public programs for it read: relations and the skills pillar without a
language in the name, ictSkillsCollection, no status and no codes.
"""

import io
import zipfile

import pytest

from escomap.errors import EscomapError
from escomap.vocabulary import archives
from escomap.vocabulary.release import identify_release, load_release
from fixtures.esco_releases import CONCEPTS, skill_rows, uri, write_csv, write_release

GROUP = "http://data.europa.eu/esco/skill/S5"
OCCUPATION = "http://data.europa.eu/esco/occupation/developer"
# conceptType, conceptUri, skillType, reuseLevel, preferredLabel, altLabels, and the description last.
OLD = [0, 1, 2, 3, 4, 5, 8]
OLD_HEADER = ["conceptType", "conceptUri", "skillType", "reuseLevel", "preferredLabel", "altLabels", "description"]
LEVELS = [f"Level {level} {what}" for level in range(4) for what in ("URI", "preferred term")]


def write_old_package(folder):
    folder.mkdir(parents=True)
    for lang in ("en", "de"):
        write_csv(folder / f"skills_{lang}.csv", OLD_HEADER, [[row[at] for at in OLD] for row in skill_rows(lang)])
    write_csv(folder / "skillGroups_en.csv", OLD_HEADER, [["SkillGroup", GROUP, "", "", "computers", "", ""]])
    write_csv(folder / "skillsHierarchy_en.csv", LEVELS, [[GROUP, "computers", *[""] * 6]])
    for name in ("ictSkillsCollection_en", "transversalSkillsCollection_en"):
        write_csv(folder / f"{name}.csv", OLD_HEADER, [["x", uri("debug"), "", "", "", "", ""]])
    broader = [["x", uri("debug"), "SkillGroup", GROUP]]
    header = ["conceptType", "conceptUri", "broaderType", "broaderUri"]
    write_csv(folder / "broaderRelationsSkillPillar.csv", header, broader)
    header = ["originalSkillUri", "originalSkillType", "relationType", "relatedSkillType", "relatedSkillUri"]
    write_csv(folder / "skillSkillRelations.csv", header, [[uri("debug"), "", "optional", "", uri("python")]])
    header = ["conceptType", "conceptUri", "iscoGroup", "preferredLabel", "altLabels", "description"]
    write_csv(folder / "occupations_en.csv", header, [["Occupation", OCCUPATION, "2512", "developer", "", ""]])
    header = ["occupationUri", "relationType", "skillType", "skillUri"]
    write_csv(folder / "occupationSkillRelations.csv", header, [[OCCUPATION, "essential", "", uri("debug")]])
    write_csv(folder / "ISCOGroups_en.csv", ["conceptType", "conceptUri", "code"], [["ISCOGroup", "x", "2512"]])
    return folder


def test_a_package_of_1_0_gives_all_it_has(tmp_path):
    release = load_release(write_old_package(tmp_path / "esco-bundle" / "v1.0.8"))
    frames = release.frames
    assert (release.version, release.langs, release.skill_count) == ("v1.0.8", ("de", "en"), len(CONCEPTS))
    assert set(frames["core_concept"]["status"]) == {"released"}
    assert frames["core_skill_hierarchy"].to_dict("records") == [
        {"group_uri": GROUP, "group_code": "", "level_0_uri": GROUP, **{f"level_{n}_uri": "" for n in (1, 2, 3)}}
    ]
    assert sorted(frames["core_concept_collection"]["collection"]) == ["digcomp", "transversal"]
    for name in ("core_concept_broader", "core_skill_relation", "core_occupation", "core_occupation_skill"):
        assert len(frames[name]) == 1, name
    assert release.notes == (
        "not in this release: digitalSkillsCollection, greenSkillsCollection, languageSkillsCollection, "
        "researchSkillsCollection",
    )


@pytest.mark.parametrize(
    ("skill_type", "reuse_level", "relation"),
    [
        ("skill/competence", "cross-sector", "essential"),
        (
            "http://data.europa.eu/esco/skill-type/skill",
            "http://data.europa.eu/esco/skill-reuse-level/cross-sector",
            "http://data.europa.eu/esco/model#relatedEssentialSkill",
        ),
    ],
)
def test_codes_may_be_names_or_uris(tmp_path, skill_type, reuse_level, relation):
    folder = write_old_package(tmp_path / "v1.1")
    write_csv(folder / "skills_en.csv", OLD_HEADER, [["x", uri("debug"), skill_type, reuse_level, "debug", "", ""]])
    header = ["occupationUri", "relationType", "skillType", "skillUri"]
    write_csv(folder / "occupationSkillRelations.csv", header, [[OCCUPATION, relation, "", uri("debug")]])
    frames = load_release(folder).frames
    concept = frames["core_concept"].set_index("concept_uri").loc[uri("debug")]
    assert (concept["skill_type"], concept["reuse_level"]) == ("skill/competence", "cross-sector")
    assert frames["core_occupation_skill"]["relation"].tolist() == ["essential"]


def zipped(files):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return content.getvalue()


def package(lang, version="v1.1.1"):
    return f"ESCO dataset - {version} - classification - {lang} - csv"


def one_zip_per_language(folder):
    """The old package as the download page gives it: what has no language in a zip without one."""
    files = {path.name: path.read_bytes() for path in sorted(folder.iterdir())}
    langs = {"en": "_en.", "de": "_de.", "": ""}
    zips = {}
    for lang, ending in langs.items():
        own = {name: data for name, data in files.items() if (ending in name if lang else "_" not in name)}
        zips[f"{package(lang)}.zip"] = zipped(own)
    return zips


@pytest.fixture
def plain(tmp_path):
    return write_old_package(tmp_path / "v1.1.1")


def same(release, other):
    return release.version == other.version and all(
        sorted(map(str, frame.to_dict("records"))) == sorted(map(str, other.frames[name].to_dict("records")))
        for name, frame in release.frames.items()
    )


def test_a_folder_of_one_zip_per_language_is_a_release(plain, tmp_path):
    folder = tmp_path / "downloads"
    folder.mkdir()
    for name, content in one_zip_per_language(plain).items():
        (folder / name).write_bytes(content)
    assert same(load_release(folder), load_release(plain))
    assert identify_release(folder)[1] == "v1.1.1"
    assert load_release(folder, langs=["de"]).langs == ("de", "en")


def test_a_zip_of_zips_is_a_release(plain, tmp_path):
    path = tmp_path / "package.zip"
    path.write_bytes(zipped(one_zip_per_language(plain)))
    assert same(load_release(path), load_release(plain))


def test_unpacked_folders_of_languages_are_a_release(plain, tmp_path):
    for path in sorted(plain.iterdir()):
        lang = path.stem.partition("_")[2]
        target = tmp_path / "all" / package(lang)
        target.mkdir(parents=True, exist_ok=True)
        (target / path.name).write_bytes(path.read_bytes())
    assert same(load_release(tmp_path / "all"), load_release(plain))


def test_a_zip_beside_what_was_unpacked_from_it_changes_nothing(tmp_path):
    folder = write_release(tmp_path / "v1.2.0", ("en", "de"))
    before = load_release(folder)
    files = {path.name: path.read_bytes() for path in folder.iterdir()}
    (folder / "zipped.zip").write_bytes(zipped(files))
    after = load_release(folder)
    assert after.key == before.key
    assert same(after, before)


def refused(source):
    with pytest.raises(EscomapError) as caught:
        load_release(source)
    return caught.value


def test_two_releases_in_one_place_are_refused(plain, tmp_path):
    folder = tmp_path / "both"
    folder.mkdir()
    files = {path.name: path.read_bytes() for path in plain.iterdir()}
    (folder / f"{package('en', 'v1.1.1')}.zip").write_bytes(zipped(files))
    (folder / f"{package('it', 'v1.2.0')}.zip").write_bytes(zipped({"skills_it.csv": files["skills_de.csv"]}))
    assert "v1.1.1 and v1.2.0" in refused(folder).message
    (folder / f"{package('en', 'v1.2.0')}.zip").write_bytes(zipped({"skills_en.csv": b"conceptUri,preferredLabel\n"}))
    error = refused(folder)
    assert error.code == "mixed_esco_releases"
    assert "skills_en.csv" in error.message


def test_a_zip_deep_inside_zips_is_not_opened(tmp_path):
    content = zipped({"skills_en.csv": b"conceptUri,preferredLabel\nu,l\n"})
    for depth in range(archives.MAX_DEPTH):
        content = zipped({f"{depth}.zip": content})
    (tmp_path / "deep.zip").write_bytes(content)
    assert refused(tmp_path / "deep.zip").code == "no_skills_file"


def test_a_damaged_zip_of_a_language_is_named(tmp_path):
    folder = write_release(tmp_path / "v1.2.0")
    (folder / "it.zip").write_bytes(b"PK\x03\x04 cut short")
    error = refused(folder)
    assert (error.code, "it.zip" in error.where) == ("damaged_zip", True)


def test_an_inner_zip_beyond_the_limit_is_never_unpacked(plain, tmp_path, monkeypatch):
    path = tmp_path / "package.zip"
    path.write_bytes(zipped(one_zip_per_language(plain)))
    monkeypatch.setattr(archives, "MAX_MEMBER_BYTES", 100)
    assert refused(path).code == "zip_too_large"


@pytest.mark.parametrize("name", ["esco-v1.2.0.zip", "ESCO dataset - v1.2.0 - classification - en - csv.zip"])
def test_the_version_is_told_by_the_name_of_a_zip(tmp_path, name):
    path = tmp_path / name
    path.write_bytes(zipped({"skills_en.csv": b"conceptUri,preferredLabel\nu,l\n"}))
    assert identify_release(path)[1] == "v1.2.0"
