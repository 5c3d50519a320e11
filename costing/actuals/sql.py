"""The sums of a bill as SQL for Amazon Athena or Apache Spark, where the bill is one table.

The statements are those of this package for DuckDB, translated by sqlglot: there is no second
implementation. A file of the export gives the columns and their types.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Literal

from costing.actuals.bill import MEMORY, Selection, columns_of, condition, connected
from costing.actuals.files import parts
from costing.actuals.formats import Layout, layout
from costing.actuals.totals import NONE, SUMS, key_expression
from costing.actuals.view import selection
from costing.errors import CallError

if TYPE_CHECKING:
    from sqlglot import Expr

Dialect = Literal["athena", "spark"]
PLACE = "bill_table"  # in place of the table's name until the translation
NAME = re.compile(r"[A-Za-z_][\w$-]*(\.[A-Za-z_][\w$-]*){0,2}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Target:
    """Table that has the bill's lines."""

    table: str
    dialect: Dialect


def script(
    bill: str, target: Target, by: Sequence[str], component_tag: str, chosen: Selection
) -> str:
    """Return a statement for the total and one for each part of the bill.

    Raise CallError for an invalid name of a table, and for files of several layouts.
    """
    if not NAME.fullmatch(target.table):
        raise CallError(f"--table {target.table}: not a table; write DATABASE.TABLE")
    lines = (
        f"WITH lines AS (SELECT * FROM (SELECT {selection(layout_of(bill))} FROM {PLACE}) "
        f"WHERE {condition(chosen)})"
    )
    sums = ", ".join(f"{value} AS {name}" for name, value in SUMS.items())
    every = [("total", f"{lines} SELECT {sums} FROM lines")]
    for part in by:
        key = f"coalesce({key_expression(part, component_tag)}, '{NONE}')"
        select = f'{lines} SELECT {key} AS "{part}", {sums} FROM lines GROUP BY 1 ORDER BY 3 DESC'
        every.append((f"by {part}", select))
    return "\n".join(f"-- {title}\n{translated(text, target)};\n" for title, text in every)


def layout_of(bill: str) -> Layout:
    """Return the layout of a bill's files. Raise CallError if they have several."""
    from costing.actuals.s3 import fetched_copy  # noqa: PLC0415 (boto3 only where it is needed)

    found = parts(bill, fetched_copy)
    with TemporaryDirectory(prefix="plimsoll-bill-") as spill:
        connection = connected(MEMORY, Path(spill), None)
        try:
            first, *others = (
                layout(columns_of(connection, part), str(part.path)) for part in found.files
            )
        finally:
            connection.close()
    if any(selection(each) != selection(first) for each in others):
        raise CallError(f"{bill}: the files have several layouts; name one file of the table")
    return first


def translated(statement: str, target: Target) -> str:
    """Return a statement of DuckDB in the dialect of a table."""
    from sqlglot import exp, parse_one  # noqa: PLC0415 (an extra)

    def adapted(node: "Expr") -> "Expr":
        match node:
            case exp.Table() if node.name == PLACE:
                return exp.to_table(target.table, dialect=target.dialect)
            case exp.Cast(this=exp.Anonymous(this="to_json", expressions=[value])):
                if target.dialect == "athena":
                    return exp.func("json_format", exp.cast(value, "json", dialect="athena"))
        return node

    return str(
        parse_one(statement, read="duckdb").transform(adapted).sql(target.dialect, pretty=True)
    )
