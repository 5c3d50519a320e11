"""Command `usage learn`: write the usage file that a bill's quantities give."""

from datetime import UTC, datetime

from plimsoll import options as o
from plimsoll.commands.actuals import Account, BillPath, Currency, Memory, Month
from plimsoll.output import emit
from plimsoll.sources import open_source


def learn_usage(
    program: o.ProgramOptions,
    output: o.OutputOptions,
    bill: BillPath,
    source: o.Source = ".",
    region: o.Region = None,
    month: Month = None,
    account: Account = None,
    currency: Currency = None,
    memory: Memory = "2GB",
) -> None:
    """Write a usage file with the quantities of a bill.

    A bill of several months gives ranges: lowest, mean and highest month.
    """
    from costing.actuals.bill import Selection, opened
    from costing.actuals.learned_usage import learned, usage_file
    from costing.prices.book import installed

    given = open_source(source, program, region, quiet=output.quiet)
    with opened(bill, Selection(month, account, currency), memory=memory) as lines:
        today = datetime.now(UTC).date()
        found = learned(lines, given.graph, installed(), region=region, on=today)
    emit(usage_file(found), output.out, quiet=output.quiet)
