"""A bill as one DuckDB view, `lines`, in FOCUS column names (see `formats.VIEW`).

The files stay where they are: a query reads the columns that it needs, within a memory limit, and
spills to a temporary folder beyond it.
"""

import re
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from costing.actuals.csv_faults import explained
from costing.actuals.files import Part, Parts, parts
from costing.actuals.formats import Format, Layout, layout, sql_text
from costing.actuals.view import selection
from costing.errors import CallError, FileError
from costing.model import ZERO

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

EXTRA = "reading bills needs DuckDB; install it with: pip install 'plimsoll[actuals]'"
MEMORY = "2GB"
AWS = "(ProviderName ILIKE 'aws%' OR ProviderName ILIKE 'amazon%')"
MONTH = re.compile(r"\d{4}-\d{2}")


class Costs(Protocol):
    """Something that has both costs of a bill."""

    @property
    def billed_cost(self) -> Decimal: ...
    @property
    def effective_cost(self) -> Decimal: ...


@dataclass(frozen=True, slots=True)
class Selection:
    """The part of a bill that is analyzed."""

    month: str | None = None  # "2024-09": one billing period
    account: str | None = None  # SubAccountId
    currency: str | None = None


@dataclass(frozen=True)
class Bill:
    """`notes` are the lines that tell what of the files is left out or needs attention."""

    connection: "DuckDBPyConnection"
    formats: Mapping[Format, int]  # → files
    currency: str
    months: Sequence[str]
    notes: Sequence[str] = field(default=())
    cost_column: str = "EffectiveCost"  # BilledCost where an export has no effective cost
    files: Sequence[Path] = ()

    def rows(self, sql: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """Return the rows of a query on `lines`. Raise FileError for a file that is damaged."""
        return fetched(self.connection, sql, parameters, files=self.files)

    def one(self, sql: str) -> tuple[Any, ...]:
        return self.rows(sql)[0]

    def actual(self, costs: "Costs") -> Decimal:
        """Return the effective cost, or what stands for it in this bill."""
        return costs.billed_cost if self.cost_column == "BilledCost" else costs.effective_cost

    @property
    def period(self) -> tuple[datetime, datetime]:
        """Return the first and the last moment that usage lines cover."""
        start, end = self.one(
            "SELECT min(ChargePeriodStart), max(ChargePeriodEnd) FROM lines "
            "WHERE ChargeCategory = 'Usage'"
        )
        if start is None:
            raise FileError("the bill has no usage lines; choose another month or account")
        return start, end


@contextmanager
def opened(
    bill: str,
    selected: Selection | None = None,
    *,
    memory: str = MEMORY,
    threads: int | None = None,
) -> Iterator[Bill]:
    """Open a bill: a file, a folder, a glob, a manifest, or any of them at s3://.

    Raise FileError or CallError, with one line, for what cannot be read as a bill.
    """
    from costing.actuals.s3 import fetched_copy  # noqa: PLC0415 (boto3 only where it is needed)

    chosen = selected or Selection()
    if chosen.month is not None and not MONTH.fullmatch(chosen.month):
        raise CallError(f"--month {chosen.month}: not a month; write it as 2024-09")
    found = parts(bill, fetched_copy)
    with tempfile.TemporaryDirectory(prefix="plimsoll-bill-") as spill:
        connection = connected(memory, Path(spill), threads)
        try:
            yield bill_of(connection, found, chosen)
        finally:
            connection.close()


def connected(memory: str, spill: Path, threads: int | None) -> "DuckDBPyConnection":
    """Raise CallError where DuckDB is not installed or the limit is not a size."""
    try:
        import duckdb  # noqa: PLC0415 (an extra)
    except ImportError as error:
        raise CallError(EXTRA) from error
    connection = duckdb.connect()
    try:
        connection.execute(f"SET memory_limit = {sql_text(memory)}")
    except duckdb.Error as error:
        connection.close()
        raise CallError(f"--memory {memory}: not a size; write it as 2GB or 500MB") from error
    connection.execute(f"SET temp_directory = {sql_text(str(spill))}")
    connection.execute("SET preserve_insertion_order = false")
    connection.execute("SET TimeZone = 'UTC'")
    if threads is not None:
        connection.execute(f"SET threads = {int(threads)}")
    return connection


def bill_of(connection: "DuckDBPyConnection", found: Parts, selected: Selection) -> Bill:
    layouts = [(part, layout(columns_of(connection, part), str(part.path))) for part in found.files]
    connection.execute(f"CREATE VIEW every_line AS {union(layouts)}")
    connection.execute(f"CREATE VIEW lines AS SELECT * FROM every_line WHERE {condition(selected)}")
    files = [part.path for part in found.files if not part.is_parquet]
    overview = fetched(connection, OVERVIEW, files=files)
    if not overview:
        raise FileError(nothing_selected(selected))
    currencies = sorted({row[1] or "(none)" for row in overview})
    if len(currencies) > 1:
        raise FileError(
            f"the bill has lines in {' and '.join(currencies)}, which cannot be added; choose one "
            f"with --currency {currencies[0]}"
        )
    months = sorted({row[0] for row in overview if row[0]})
    notes = [*found.ignored, *notes_on(connection, overview, months, currencies[0])]
    formats = Counter(each.format for _, each in layouts)
    ((billed, without),) = fetched(connection, NO_EFFECTIVE_COST, files=files)
    column = "EffectiveCost"
    if 2 * without > billed:
        column = "BilledCost"
        notes.append(f"{counted(without)} have no effective cost; billed cost is used instead")
    return Bill(connection, dict(formats), currencies[0], months, notes, column, files)


def nothing_selected(selected: Selection) -> str:
    chosen = ", ".join(
        f"--{name} {value}"
        for name, value in (
            ("month", selected.month),
            ("account", selected.account),
            ("currency", selected.currency),
        )
        if value
    )
    return f"the bill has no AWS lines{f' with {chosen}' if chosen else ''}; check the selection"


def condition(selected: Selection) -> str:
    conditions = [AWS]
    if selected.month:
        conditions.append(f"strftime(BillingPeriodStart, '%Y-%m') = {sql_text(selected.month)}")
    if selected.account:
        conditions.append(f"SubAccountId = {sql_text(selected.account)}")
    if selected.currency:
        conditions.append(f"BillingCurrency = {sql_text(selected.currency)}")
    return " AND ".join(conditions)


OVERVIEW = """SELECT strftime(BillingPeriodStart, '%Y-%m'), BillingCurrency, count(*),
    count(*) FILTER (BilledCost < 0), coalesce(sum(BilledCost) FILTER (BilledCost < 0), 0),
    count(*) FILTER (is_usage AND no_sku), coalesce(sum(BilledCost) FILTER (is_usage AND no_sku), 0)
  FROM (SELECT *, ChargeCategory = 'Usage' AS is_usage,
          SkuId IS NULL AND x_UsageType IS NULL AS no_sku FROM lines)
  GROUP BY ALL"""
NO_EFFECTIVE_COST = """SELECT count(*), count(*) FILTER (coalesce(EffectiveCost, 0) = 0)
  FROM lines WHERE ChargeCategory = 'Usage' AND PricingCategory IS DISTINCT FROM 'Committed'
    AND BilledCost > 0"""
OTHERS = f"""SELECT coalesce(ProviderName, '(none)'), count(*), sum(BilledCost)
  FROM every_line WHERE {AWS} IS NOT TRUE GROUP BY ALL ORDER BY 1"""


def notes_on(
    connection: "DuckDBPyConnection",
    overview: Sequence[tuple[Any, ...]],
    months: Sequence[str],
    currency: str,
) -> list[str]:
    notes = []
    if len(months) > 1:
        notes.append(
            f"the bill has {len(months)} billing periods, {months[0]} to {months[-1]}; totals are "
            "of all of them, --month selects one"
        )
    for provider, lines, cost in fetched(connection, OTHERS):
        notes.append(f"not analyzed: {counted(lines)} of {provider}, {cost:,.2f} {currency}")
    negative, without_sku = (added(overview, first) for first in (3, 5))
    if negative[0]:
        are = "is" if negative[0] == 1 else "are"
        notes.append(
            f"{counted(negative[0])} with a negative cost (credits, refunds, corrections) {are} "
            f"included: {negative[1]:,.2f} {currency}"
        )
    if without_sku[0]:
        have = "has" if without_sku[0] == 1 else "have"
        notes.append(
            f"{counted(without_sku[0], 'usage line')} {have} no SKU: {without_sku[1]:,.2f} "
            f"{currency} cannot be compared with prices or estimates"
        )
    return notes


def counted(count: int, noun: str = "line") -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def added(overview: Sequence[tuple[Any, ...]], first: int) -> tuple[int, Decimal]:
    return sum(row[first] for row in overview), sum((row[first + 1] for row in overview), ZERO)


def columns_of(connection: "DuckDBPyConnection", part: Part) -> dict[str, str]:
    described = fetched(
        connection,
        f"DESCRIBE SELECT * FROM {table(part)}",
        files=[part.path],
    )
    return {name: kind for name, kind, *_ in described}


def table(*files: Part) -> str:
    paths = f"[{', '.join(sql_text(str(part.path)) for part in files)}]"
    if files[0].is_parquet:
        return f"read_parquet({paths}, union_by_name = true)"
    return (
        f"read_csv({paths}, all_varchar = true, header = true, delim = ',', quote = '\"', "
        "escape = '\"', union_by_name = true, null_padding = false)"
    )


def union(layouts: Sequence[tuple[Part, Layout]]) -> str:
    """Return a SELECT over all files; files of one layout are read together."""
    groups: dict[tuple[bool, str], list[Part]] = {}
    for part, found in layouts:
        groups.setdefault((part.is_parquet, selection(found)), []).append(part)
    each = [f"SELECT {selected} FROM {table(*files)}" for (_, selected), files in groups.items()]
    return "\nUNION ALL\n".join(each)


def fetched(
    connection: "DuckDBPyConnection",
    sql: str,
    parameters: Sequence[object] = (),
    files: Sequence[Path] = (),
) -> list[tuple[Any, ...]]:
    """Return the rows of a query. Raise FileError in place of DuckDB's own errors.

    `files`: CSV files of the query, in which a fault is looked for.
    """
    import duckdb  # noqa: PLC0415 (an extra)

    try:
        return connection.execute(sql, list(parameters)).fetchall()
    except duckdb.OutOfMemoryException as error:
        raise FileError("the memory limit is too low for this bill; raise --memory") from error
    except duckdb.Error as error:
        raise explained(error, files) from error
