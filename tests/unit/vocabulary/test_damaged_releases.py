"""A release that cannot be read as it should is refused with the file named, never half loaded."""

import zipfile

import pytest

from escomap.errors import EscomapError
from escomap.vocabulary import archives
from escomap.vocabulary.release import load_release
from fixtures.esco_releases import HEADER, skill_rows, uri, write_csv, write_release


@pytest.fixture
def folder(tmp_path):
    return write_release(tmp_path / "release")


def zipped(folder):
    path = folder.with_name("release.zip")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(folder / "skills_en.csv", "skills_en.csv")
    return path


def refused(source):
    with pytest.raises(EscomapError) as caught:
        load_release(source)
    return caught.value


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"conceptUri,label\nu,l\n",
        b"conceptUri;preferredLabel\nu;l\n",
        b"\x00\x01\x02",
        "prefLabel,é".encode("latin-1"),
    ],
)
def test_a_wrong_header_is_named(folder, content):
    (folder / "skills_en.csv").write_bytes(content)
    error = refused(folder)
    assert error.code == "wrong_esco_header"
    assert "skills_en.csv:1" in error.where


@pytest.mark.parametrize(
    "rows",
    [b'u,"l\n', b"u,l\nu,l,more,and more\n", b"u,l,\nv,m,\n", "u,prüfen\n".encode("latin-1")],
    ids=["open quote", "too many fields", "a comma at each end", "not UTF-8"],
)
def test_damaged_rows_are_refused(folder, rows):
    (folder / "skills_en.csv").write_bytes(b"conceptUri,preferredLabel\n" + rows)
    assert refused(folder).code == "damaged_esco_file"


def test_rows_shorter_than_the_header_are_filled(folder):
    (folder / "skills_en.csv").write_text("conceptUri,preferredLabel,description\nu:1,one\nu:2,two,text\n")
    assert load_release(folder).frames["core_concept"]["description"].tolist() == ["", "text"]


def test_header_and_cells_may_carry_a_byte_order_mark_quotes_and_windows_line_ends(folder):
    plain = load_release(folder).frames["core_concept"]
    text = (folder / "skills_en.csv").read_text()
    header, _, rest = text.partition("\n")
    quoted = ",".join(f'"{name}"' for name in header.split(","))
    (folder / "skills_en.csv").write_bytes(b"\xef\xbb\xbf" + f"{quoted}\r\n{rest}".encode())
    assert load_release(folder).frames["core_concept"].equals(plain)


def test_a_member_larger_than_the_limit_is_never_unpacked(folder, monkeypatch):
    path = zipped(folder)
    monkeypatch.setattr(archives, "MAX_MEMBER_BYTES", 100)
    error = refused(path)
    assert error.code == "zip_too_large"
    assert "skills_en.csv" in error.where


def test_a_zip_of_too_many_members_is_refused(folder, monkeypatch):
    monkeypatch.setattr(archives, "MAX_MEMBERS", 0)
    assert refused(zipped(folder)).code == "zip_too_large"


def spoil_data(content):
    middle = content.index(b"skills_en.csv") + 60
    return content[:middle] + bytes(byte ^ 0xFF for byte in content[middle : middle + 40]) + content[middle + 40 :]


def spoil_directory(content):
    return content.replace(b"PK\x01\x02", b"PK\x09\x09")


def encrypt(content):
    local, central = content.index(b"PK\x03\x04"), content.index(b"PK\x01\x02")
    marked = bytearray(content)
    marked[local + 6] |= 1
    marked[central + 8] |= 1
    return bytes(marked)


@pytest.mark.parametrize("spoil", [spoil_data, spoil_directory, encrypt])
def test_a_zip_that_cannot_be_unpacked_is_refused(folder, spoil):
    path = zipped(folder)
    path.write_bytes(spoil(path.read_bytes()))
    error = refused(path)
    assert error.code == "damaged_zip"
    assert str(path) in error.where


def test_half_a_zip_is_no_release(folder):
    path = zipped(folder)
    path.write_bytes(path.read_bytes()[:-40])
    assert refused(path).code in ("not_an_esco_release", "damaged_zip")


def test_a_damaged_relation_file_is_named(folder):
    (folder / "skillSkillRelations_en.csv").write_text("original,related\n")
    error = refused(folder)
    assert (error.code, "skillSkillRelations_en.csv" in error.where) == ("wrong_esco_header", True)


def test_a_concept_without_uri_is_refused(folder):
    write_csv(folder / "skills_en.csv", HEADER, [*skill_rows(), ["x", "", "", "", "nameless", "", "", "", ""]])
    assert refused(folder).code == "damaged_esco_file"


def test_a_repeated_concept_stands_once(folder):
    write_csv(folder / "skills_en.csv", HEADER, [*skill_rows(), skill_rows()[0]])
    concepts = load_release(folder).frames["core_concept"]
    assert concepts["concept_uri"].is_unique
    assert uri("debug") in set(concepts["concept_uri"])
