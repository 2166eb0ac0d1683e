"""The secret of an installation: made once, for its owner only; what is derived, signed, sealed with it."""

import multiprocessing
import stat

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from marketplace.kernel import secrets
from marketplace.kernel.errors import OperatorError
from marketplace.kernel.settings import Settings, load_settings

OF_TESTS = b"the secret of the tests, which is no secret"


@pytest.fixture
def untaken(monkeypatch):
    """A process that has taken no secret yet."""
    monkeypatch.setattr(secrets._Secret, "value", None)
    secrets.key_for.cache_clear()
    yield
    secrets.use_secret(OF_TESTS)


def test_it_is_made_once_for_its_owner_only(untaken, tmp_path):
    settings = Settings(data_dir=tmp_path / "new")
    secrets.take_secret(settings)
    first = secrets.key_for("a")
    path = settings.data_dir / "secret.key"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert len(path.read_text().strip()) >= secrets.SHORTEST_SECRET
    assert [each.name for each in settings.data_dir.iterdir()] == ["secret.key"], (
        "nothing half written is left"
    )
    secrets._Secret.value = None
    secrets.key_for.cache_clear()
    secrets.take_secret(settings)
    assert secrets.key_for("a") == first


def _take(folder, queue):
    secrets._Secret.value = None
    secrets.key_for.cache_clear()
    secrets.take_secret(Settings(data_dir=folder))
    queue.put(secrets.key_for("a"))


def test_processes_that_start_at_once_take_the_same(tmp_path):
    context = multiprocessing.get_context("fork")
    queue = context.Queue()
    processes = [context.Process(target=_take, args=(tmp_path, queue)) for _ in range(6)]
    for process in processes:
        process.start()
    keys = {queue.get(timeout=30) for _ in processes}
    for process in processes:
        process.join()
    assert len(keys) == 1


def test_the_setting_goes_before_the_file(untaken, tmp_path):
    settings = Settings(data_dir=tmp_path)
    secrets.take_secret(replace(settings, secret_key="s" * 40))
    assert not (tmp_path / "secret.key").exists()


def test_a_process_keeps_the_secret_that_it_took(tmp_path):
    before = secrets.key_for("a")
    secrets.take_secret(Settings(data_dir=tmp_path))
    assert secrets.key_for("a") == before
    assert not (tmp_path / "secret.key").exists()


def test_nothing_is_done_with_no_secret(untaken):
    with pytest.raises(OperatorError):
        secrets.key_for("a")


@pytest.mark.parametrize("content", ["", "short\n"])
def test_a_damaged_file_is_said_in_a_sentence(untaken, tmp_path, content):
    (tmp_path / "secret.key").write_text(content)
    with pytest.raises(OperatorError, match="damaged"):
        secrets.take_secret(Settings(data_dir=tmp_path))


def test_a_folder_that_cannot_be_written_to_is_said_in_a_sentence(untaken, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(OperatorError, match="MARKETPLACE_SECRET_KEY"):
        secrets.take_secret(Settings(data_dir=tmp_path / "file"))


@pytest.mark.parametrize("value", ["short", "x" * 31, "with a space " * 5, "é" * 40])
def test_a_setting_that_can_be_guessed_is_refused_and_not_repeated(value):
    with pytest.raises(OperatorError, match="32 letters") as refused:
        load_settings({"MARKETPLACE_SECRET_KEY": value})
    assert value not in str(refused.value)


def test_keys_for_two_purposes_have_nothing_in_common():
    assert secrets.key_for("a") != secrets.key_for("b")
    assert len(secrets.key_for("a")) == 32


@given(st.text(), st.text())
def test_a_signature_is_of_its_text_and_purpose(text, other):
    signature = secrets.sign("a", text)
    assert secrets.is_signed("a", text, signature)
    assert not secrets.is_signed("b", text, signature)
    assert secrets.is_signed("a", other, signature) == (other == text)


@given(st.text())
def test_what_is_sealed_is_read_again_for_the_same_record_and_purpose_only(text):
    sealed = secrets.seal("a", text, of="record")
    assert secrets.unseal("a", sealed, of="record") == text
    assert secrets.seal("a", text, of="record") != sealed
    for purpose, of in (("b", "record"), ("a", "another")):
        with pytest.raises(OperatorError):
            secrets.unseal(purpose, sealed, of=of)


@given(st.binary(max_size=60))
def test_what_was_not_sealed_is_not_read(sealed):
    with pytest.raises(OperatorError):
        secrets.unseal("a", sealed, of="record")


def test_one_changed_bit_is_noticed():
    sealed = bytearray(secrets.seal("a", "text", of="record"))
    for place in range(len(sealed)):
        sealed[place] ^= 1
        with pytest.raises(OperatorError):
            secrets.unseal("a", bytes(sealed), of="record")
        sealed[place] ^= 1
