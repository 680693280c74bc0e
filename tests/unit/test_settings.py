import pytest
from pydantic import ValidationError

from app.settings import Settings


def test_the_limits_of_the_security_page_are_the_defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings()
    assert settings.body_bytes == 2 * 2**20
    assert settings.answer_bytes == 64 * 2**20
    assert settings.json_values == 2_000_000
    assert settings.steps == 10_000
    assert (settings.inline_seconds, settings.pool_seconds) == (2, 30)
    assert settings.host == "127.0.0.1"


def test_the_environment_sets_a_field(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GATESCOPE_STEPS", "50")
    monkeypatch.setenv("GATESCOPE_TRUSTED_HOSTS", '["gates.example"]')
    settings = Settings()
    assert settings.steps == 50
    assert settings.trusted_hosts == ("gates.example",)


@pytest.mark.parametrize(("name", "value"), [("STEPS", "0"), ("PORT", "70000"), ("BODY_BYTES", "many")])
def test_a_senseless_value_is_refused_at_start(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(f"GATESCOPE_{name}", value)
    with pytest.raises(ValidationError, match=name.lower()):
        Settings()


def test_the_folders_of_a_checkout_exist() -> None:
    settings = Settings()
    assert (settings.static_folder / "css").is_dir()
    assert (settings.templates_folder / "base.html").is_file()
