import pytest

from escomap.errors import EscomapError
from escomap.settings import MATCHING_SETTINGS, Settings, load_settings


def settings_file(tmp_path, text):
    file = tmp_path / "settings.toml"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return file


def test_an_argument_wins_over_environment_over_file_over_default(tmp_path):
    file = settings_file(tmp_path, "top_k = 3\nbatch_size = 4\nworkers = 2\n")
    environment = {"ESCOMAP_TOP_K": "5", "ESCOMAP_BATCH_SIZE": "6", "ESCOMAP_ENCODERS": "not a setting"}
    found = load_settings({"top_k": 7, "workers": None}, file=file, environment=environment)
    assert (found.top_k, found.batch_size, found.workers, found.default_language) == (7, 6, 2, "en")


def test_defaults_hold_where_nothing_is_said():
    assert load_settings({}, environment={}) == Settings()


@pytest.mark.parametrize(("text", "value"), [("1", True), ("TRUE", True), ("yes", True), ("0", False), ("no", False)])
def test_booleans_of_the_environment_are_words(text, value):
    assert load_settings({}, environment={"ESCOMAP_STRICT": text}).strict is value


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("top_k = 'many'", "bad_setting"),
        ("top_k = 0", "bad_setting"),
        ("top_k = [1]", "bad_setting"),
        ("accept_threshold = 1.2", "bad_setting"),
        ("accept_threshold = nan", "bad_setting"),
        ("accept_threshold = 0.5\nreview_threshold = 0.6", "bad_setting"),
        ("torch_threads = -1", "bad_setting"),
        ("max_cell_characters = 0", "bad_setting"),
        ("strict = 'perhaps'", "bad_setting"),
        ("level_policy = 'modul'", "unknown_level_policy"),
        ("topk = 3", "unknown_setting"),
        ("[matching]\ntop_k = 3", "unknown_setting"),
        ("top_k: 3", "bad_settings_file"),
        (b"encoder = '\xe9'", "bad_settings_file"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(tmp_path, text, code):
    with pytest.raises(EscomapError) as caught:
        load_settings({}, file=settings_file(tmp_path, text), environment={})
    assert caught.value.code == code


def test_an_unknown_setting_lists_the_closest_first():
    with pytest.raises(EscomapError) as caught:
        load_settings({"acept_threshold": 0.5}, environment={})
    assert caught.value.hint.startswith("use one of: accept_threshold, ")


@pytest.mark.parametrize("name", ["absent.toml", "."])
def test_a_settings_file_that_is_not_there_is_named(tmp_path, name):
    with pytest.raises(EscomapError) as caught:
        load_settings({}, file=tmp_path / name, environment={})
    assert caught.value.code in ("missing_file", "unreadable_file")
    assert str(tmp_path) in caught.value.where


def test_a_settings_file_may_begin_with_a_byte_order_mark(tmp_path):
    assert load_settings({}, file=settings_file(tmp_path, b"\xef\xbb\xbftop_k = 3"), environment={}).top_k == 3


@pytest.mark.parametrize("name", MATCHING_SETTINGS)
def test_the_matching_key_changes_with_what_matching_answers(name):
    other = {"top_k": 9, "encoder": "other/model", "adapter": "none"}[name]
    assert Settings(**{name: other}).matching_key() != Settings().matching_key()


@pytest.mark.parametrize(
    "change",
    [{"accept_threshold": 0.95}, {"batch_size": 5}, {"workers": 2}, {"strict": True}, {"level_policy": "module"}],
)
def test_the_matching_key_ignores_what_only_changes_the_way_there(change):
    assert Settings(**change).matching_key() == Settings().matching_key()
    assert Settings(**change).key() != Settings().key()
