"""The page of settings and the settings agree."""

from app.settings import Settings
from tools import settings_table


def test_every_setting_has_a_sentence() -> None:
    silent = [
        name for name, field in Settings.model_fields.items() if not (field.description or "").endswith(".")
    ]
    assert silent == []


def test_every_setting_has_a_default() -> None:
    assert [name for name, field in Settings.model_fields.items() if field.is_required()] == []


def test_the_page_is_up_to_date() -> None:
    assert settings_table.PAGE.read_text(encoding="utf-8") == settings_table.page(), "run `make docs`"
