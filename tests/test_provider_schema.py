"""The tables of the provider's schema are those of the installed pulumi_aws."""

from tools import provider_schema


def test_tables_are_current() -> None:
    tables = provider_schema.tables(provider_schema.read(provider_schema.installed()))

    for path, text in tables.items():
        assert path.read_text(encoding="utf-8") == text, f"run python -m {provider_schema.__name__}"
