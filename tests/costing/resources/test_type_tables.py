"""The tables of types agree with the cost models."""

from pathlib import Path

from tools.type_tables import FOLDER, OTHERS, lines_without, written


def test_tables_are_as_generated() -> None:
    for name, text in written().items():
        assert (FOLDER / name).read_text() == text, "run python -m tools.type_tables"


def test_type_with_a_model_is_deleted_from_the_other_tables(tmp_path: Path) -> None:
    table = tmp_path / OTHERS[0]
    table.write_text('type,reason\naws:a/b:B,"a setting, no charge"\naws:c/d:D,free\n')

    assert [*lines_without(table, {"aws:c/d:D": "c:D"})] == [
        "type,reason\n",
        'aws:a/b:B,"a setting, no charge"\n',
    ]
