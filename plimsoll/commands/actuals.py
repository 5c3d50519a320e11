"""Command `actuals`: analyze a bill; compare it with an estimate."""

from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from costing.errors import CallError
from plimsoll import options as o
from plimsoll.output import emit
from plimsoll.report.formats import BillFormat, Layout, written
from plimsoll.sources import open_source

if TYPE_CHECKING:
    from costing.actuals.bill import Bill
    from costing.actuals.variance import Variance
    from costing.graph.source import Opened

Dialect = Literal["athena", "spark"]
BillPath = Annotated[
    str,
    typer.Argument(
        metavar="BILL",
        help=(
            "FOCUS or CUR export as CSV, gzip or Parquet: a file, a folder, a glob in quotes, a "
            "manifest, or s3://BUCKET/PREFIX."
        ),
    ),
]
Month = Annotated[
    str | None, typer.Option("--month", help="Billing period, YYYY-MM. Default: all of the bill.")
]
Account = Annotated[
    str | None, typer.Option("--account", help="AWS account (SubAccountId). Default: all.")
]
Currency = Annotated[
    str | None, typer.Option("--currency", help="Billing currency, if the bill has several.")
]
Memory = Annotated[
    str, typer.Option("--memory", help="Memory limit; larger queries use temporary files.")
]


def actuals(
    program: o.ProgramOptions,
    output: o.OutputOptions,
    bill: BillPath,
    against: Annotated[
        str | None,
        typer.Option(
            "--against",
            metavar="SOURCE",
            help="Compare with the estimate of this source: a project folder, preview or state.",
        ),
    ] = None,
    usage: Annotated[
        Path | None, typer.Option("--usage", help="Usage file of the estimate.")
    ] = None,
    region: Annotated[
        str | None,
        typer.Option(
            "--region",
            help="AWS region of resources for which neither provider nor stack names one.",
        ),
    ] = None,
    by: Annotated[
        list[str] | None,
        typer.Option(
            "--by",
            help=(
                "Group the bill by service, component, account, region, category, day, month, "
                "usage-type, resource, commitment or tag:KEY; repeatable. Default: service, "
                "component, category and day."
            ),
        ),
    ] = None,
    component_tag: Annotated[
        str, typer.Option("--component-tag", help="Tag that names the component of a resource.")
    ] = "component",
    budget: Annotated[
        str | None,
        typer.Option("--budget", help="Monthly budget in the bill's currency, for the forecast."),
    ] = None,
    allocation: Annotated[
        Path | None,
        typer.Option(
            "--allocation",
            metavar="FILE",
            help="YAML file of owners, shared cost and units: allocate the bill by it.",
        ),
    ] = None,
    min_impact: Annotated[
        str,
        typer.Option("--min-impact", help="Least impact of an anomaly, in the bill's currency."),
    ] = "10",
    month: Month = None,
    account: Account = None,
    currency: Currency = None,
    memory: Memory = "2GB",
    sql: Annotated[
        Dialect | None,
        typer.Option(
            "--sql",
            help="Print the sums as SQL for a table of the same columns; BILL is one of its files. "
            "Needs --table.",
        ),
    ] = None,
    table: Annotated[
        str | None, typer.Option("--table", metavar="DATABASE.TABLE", help="Table of --sql.")
    ] = None,
    format_: Annotated[
        BillFormat, typer.Option("--format", "-f", help="Format of the report.")
    ] = "table",
    *,
    verbose: Annotated[
        bool, typer.Option("--verbose", "-v", help="List all rows of every part.")
    ] = False,
) -> None:
    """Analyze a bill; with --against, explain its difference from an estimate."""
    from costing.actuals.allocation import read as read_allocation
    from costing.actuals.analysis import DEFAULT_PARTS, Request, analysis
    from costing.actuals.bill import Selection, opened
    from costing.prices.book import installed

    if (sql is None) != (table is None):
        missing = "--table" if table is None else "--sql"
        raise CallError(f"{missing} is missing; --sql and --table belong together")
    if sql is not None and table is not None:
        from costing.actuals.sql import Target, script

        chosen = Selection(month, account, currency)
        text = script(bill, Target(table, sql), by or DEFAULT_PARTS, component_tag, chosen)
        emit(text, output.out, quiet=output.quiet)
        return
    layout = Layout(verbose=verbose)
    asked = Request(
        by or DEFAULT_PARTS,
        component_tag,
        amount("--min-impact", min_impact),
        None if budget is None else amount("--budget", budget),
        None if allocation is None else read_allocation(allocation),
    )
    with opened(bill, Selection(month, account, currency), memory=memory) as lines:
        if against is not None:
            require_one_month(lines)
            given = open_source(against, program, region, quiet=output.quiet)
            compared = compare(lines, given, usage, region)
            text = written("variance", format_, compared, layout)
        else:
            found = analysis(lines, installed(), asked)
            text = written("bill", format_, found, layout)
    emit(text, output.out, quiet=output.quiet)


def amount(option: str, text: str) -> Decimal:
    """Raise CallError for a text that is no amount of money."""
    try:
        value = Decimal(text)
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite() or value < 0:
        raise CallError(f"{option} {text}: not an amount; write it as 250 or 99.50")
    return value


def require_one_month(lines: "Bill") -> None:
    """Raise CallError for a bill of several months: an estimate is of one."""
    if len(lines.months) > 1:
        raise CallError(
            f"--against: the bill has {len(lines.months)} billing periods, the estimate is of one "
            f"month; choose one with --month {lines.months[-1]}"
        )


def compare(lines: "Bill", given: "Opened", usage: Path | None, region: str | None) -> "Variance":
    from costing.actuals.variance import variance
    from costing.estimate.estimate import estimate
    from costing.prices.book import installed
    from costing.usage.file import UsageFile, applicable, read

    path = usage or given.settings.usage
    applied = applicable(read(path), given.graph)[0] if path else UsageFile()
    estimated = estimate(given.graph, installed(), applied, region=region)
    return variance(lines, estimated, given.graph, installed())
