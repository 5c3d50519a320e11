"""CSV text as a Parquet file."""

import tempfile
from collections.abc import Mapping
from pathlib import Path

from costing.actuals.bill import EXTRA
from costing.actuals.formats import sql_text
from costing.errors import CallError


def parquet(rows: str, kinds: Mapping[str, str]) -> bytes:
    """Return the content of a Parquet file with these columns; empty cells are NULL.

    `rows`: CSV with a header. `kinds`: DuckDB type by column. Raise CallError where DuckDB is not
    installed.
    """
    try:
        import duckdb  # noqa: PLC0415 (an extra)
    except ImportError as error:
        raise CallError(EXTRA) from error
    columns = ", ".join(
        f'nullif("{name}", \'\')::{kind} AS "{name}"' for name, kind in kinds.items()
    )
    with tempfile.TemporaryDirectory(prefix="plimsoll-parquet-") as folder:
        source, result = (
            sql_text(str(Path(folder, name))) for name in ("rows.csv", "rows.parquet")
        )
        Path(folder, "rows.csv").write_text(rows, encoding="utf-8")
        table = f"read_csv({source}, all_varchar = true, header = true)"
        with duckdb.connect() as connection:
            connection.execute("SET TimeZone = 'UTC'")
            connection.execute(f"COPY (SELECT {columns} FROM {table}) TO {result} (FORMAT parquet)")
        return Path(folder, "rows.parquet").read_bytes()
