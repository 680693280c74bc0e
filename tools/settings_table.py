"""Write ``docs/settings.md`` from the fields of :class:`app.settings.Settings`: ``make docs``.

A test compares the file with what this module makes, so a setting cannot be added without its row.
"""

from pathlib import Path

from pydantic.fields import FieldInfo

from app.settings import Settings

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "settings.md"

HEAD = """# Settings

Each is an environment variable, read once at start; `--host` and `--port` of `python -m app` go before.
A value that cannot be used stops the start with a message that names it. Lists are written as JSON:
`GATESCOPE_TRUSTED_HOSTS='["gates.example.org"]'`.

| variable | default | meaning |
|---|---|---|
"""


def shown(value: object) -> str:
    """Return a default as the table shows it; a folder by its path inside the project."""
    if isinstance(value, Path):
        return f"`{value.relative_to(ROOT).as_posix()}`" if value.is_relative_to(ROOT) else f"`{value}`"
    if isinstance(value, tuple):
        return ", ".join(f"`{item}`" for item in value)
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    return f"`{value}`"


def row(name: str, field: FieldInfo, prefix: str) -> str:
    """Return the table row of one setting."""
    default = field.get_default(call_default_factory=True, validated_data={})
    return f"| `{prefix}{name.upper()}` | {shown(default)} | {field.description} |"


def page() -> str:
    """Return the whole page."""
    prefix = Settings.model_config.get("env_prefix", "")
    rows = [row(name, field, prefix) for name, field in Settings.model_fields.items()]
    return HEAD + "\n".join(rows) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    print(PAGE.relative_to(ROOT))
