import shutil
import zipfile

import pytest

from escomap import tables
from escomap.errors import EscomapError
from escomap.vocabulary import files
from escomap.vocabulary.release import identify_release, load_release, vocabulary_frame
from fixtures.esco_releases import CONCEPTS, HEADER, skill_rows, uri, write_csv, write_release


@pytest.fixture
def folder(tmp_path):
    return write_release(tmp_path / "ESCO dataset - v1.2.0", ("en", "de"))


def zipped(folder, prefix=""):
    path = folder.with_name(f"{folder.name}.zip")
    with zipfile.ZipFile(path, "w") as archive:
        for file in sorted(folder.iterdir()):
            archive.write(file, f"{prefix}{file.name}")
    return path


def refused(source, **options):
    with pytest.raises(EscomapError) as caught:
        load_release(source, **options)
    return caught.value


def test_frames_keep_their_contract_and_hold_every_concept(folder):
    release = load_release(folder)
    for name, frame in {**release.frames, "core_vocabulary": vocabulary_frame(release)}.items():
        assert tables.check_frame(frame, tables.TABLES[name]) == []
    assert (release.skill_count, release.version, release.langs) == (len(CONCEPTS), "v1.2.0", ("de", "en"))


def test_labels_are_split_at_line_ends_and_bars(folder):
    labels = load_release(folder).frames["core_concept_label"]
    of = labels[labels["concept_uri"] == uri("statistics")]
    assert sorted(zip(of["lang"], of["label_kind"], of["label"], strict=True)) == [
        ("de", "preferred", "Statistik"),
        ("en", "alternative", "statistical methods"),
        ("en", "alternative", "theory of statistics"),
        ("en", "preferred", "statistics"),
    ]


@pytest.mark.parametrize("prefix", ["", "ESCO/csv/", "../../"])
def test_a_zip_gives_the_same_release_as_its_folder(folder, prefix):
    from_zip, from_folder = load_release(zipped(folder, prefix)), load_release(folder)
    assert from_zip.key == from_folder.key
    for name, frame in from_folder.frames.items():
        assert frame.equals(from_zip.frames[name])


def test_identify_tells_key_and_version_without_parsing(folder):
    release = load_release(folder)
    assert identify_release(folder) == (release.key, release.version)
    assert identify_release(folder, version="v9") == (release.key, "v9")


def test_the_key_changes_with_the_content(folder):
    before = identify_release(folder)[0]
    write_csv(folder / "skills_en.csv", HEADER, skill_rows()[:-1])
    assert identify_release(folder)[0] != before


def test_chosen_languages_always_come_with_english(folder):
    write_csv(folder / "skills_fr.csv", HEADER, skill_rows("de"))
    assert load_release(folder, langs=["de"]).langs == ("de", "en")


def test_a_release_without_english_hangs_on_another_language(folder):
    (folder / "skills_en.csv").unlink()
    assert load_release(folder).skill_count == sum(bool(german) for *_, german in CONCEPTS)


def test_labels_of_concepts_that_english_does_not_know_are_counted(folder):
    rows = [*skill_rows("de"), ["x", uri("new"), "", "", "neu", "", "", "", ""]]
    write_csv(folder / "skills_de.csv", HEADER, rows)
    release = load_release(folder)
    assert "skills_de.csv: 1 concepts are not in the en file and were left out" in release.notes
    assert uri("new") not in set(release.frames["core_concept_label"]["concept_uri"])


def test_optional_files_that_are_absent_are_told(folder):
    write_csv(folder / "digitalSkillsCollection_en.csv", ["conceptUri"], [[uri("python")]])
    release = load_release(folder)
    told = " ".join(release.notes)
    assert "skillsHierarchy" in told
    assert "digitalSkillsCollection" not in told
    assert release.frames["core_concept_collection"].to_dict("records") == [
        {"concept_uri": uri("python"), "collection": "digital"}
    ]


@pytest.mark.parametrize(
    ("names", "version"),
    [
        (("ESCO dataset - v1.2.0 - classification - en - csv", "x"), "v1.2.0"),
        (("x", "esco_1.1"), "v1.1"),
        (("v1.1.1", "csv"), "v1.1.1"),
        (("x", "esco"), "unknown"),
    ],
)
def test_the_version_is_told_by_a_name(tmp_path, names, version):
    source = tmp_path.joinpath(*names)
    source.mkdir(parents=True)
    if names[0] == "ESCO dataset - v1.2.0 - classification - en - csv":
        assert files.version_of(source.parent) == version
    assert files.version_of(source) == version


def test_a_version_file_wins_over_names(folder):
    (folder / "VERSION").write_text("v1.1.2\n")
    assert load_release(folder).version == "v1.1.2"
    assert load_release(folder, version="v7").version == "v7"


def test_a_folder_without_skills_is_refused(tmp_path):
    assert refused(tmp_path).code == "no_skills_file"


@pytest.mark.parametrize("kind", ["absent", "file"])
def test_a_path_that_is_no_release_is_refused(tmp_path, kind):
    (tmp_path / "file").write_text("text")
    assert refused(tmp_path / kind).code == "not_an_esco_release"


def test_a_copy_elsewhere_is_the_same_release(folder, tmp_path):
    shutil.copytree(folder, tmp_path / "other")
    assert load_release(tmp_path / "other").key == load_release(folder).key
