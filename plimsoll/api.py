"""Python API: `preview`, `estimate`, `check` and `diff`, as the commands of these names."""

from collections.abc import Collection
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from plimsoll.own_packages import require_own_packages

if TYPE_CHECKING:
    from costing.diff.diff import Difference
    from costing.graph.resource import Graph
    from costing.model import Estimate
    from policies.engine.check import Findings


def preview(
    source: str | Path = ".",
    stack: str | None = None,
    *,
    region: str | None = None,
    python: str | None = None,
    with_credentials: bool = False,
    with_network: bool = False,
    with_env: Collection[str] = (),
    assume_ids: bool = False,
    stack_outputs: str | Path | None = None,
    timeout: float | None = None,
) -> "Graph":
    """Return the resource graph of a program, a preview or state in JSON, or a git revision.

    The arguments are the options of `plimsoll cost`; `timeout` is in seconds. Raise CostingError,
    one line.
    """
    require_own_packages()
    from costing.graph.preview.access import Access
    from costing.graph.preview.assumptions import Assumptions
    from costing.graph.source import SourceOptions, opened

    access = Access(with_credentials, with_network, tuple(with_env))
    assumptions = Assumptions(assume_ids, Path(stack_outputs) if stack_outputs else None)
    options = SourceOptions(access, region, python, assumptions, timeout, all_outputs=True)
    return opened(str(source), stack, options).graph


def estimate(
    graph: "Graph",
    *,
    usage: str | Path | None = None,
    region: str | None = None,
    prices: str | Path | None = None,
    free_tier: bool = False,
) -> "Estimate":
    """Return the monthly cost with all charges and gaps.

    `usage` is a usage file, `prices` a file with discounts and private prices. Raise
    CostingError, one line.
    """
    require_own_packages()
    from costing.usage.file import UsageFile, applicable, read
    from plimsoll.commands.cost import priced
    from plimsoll.options import PricingOptions

    pricing = PricingOptions(None, region, Path(prices) if prices else None, free_tier)
    file = applicable(read(Path(usage)), graph)[0] if usage else UsageFile()
    return priced(graph, file, pricing)


def check(
    graph: "Graph",
    *,
    profile: str | None = None,
    waivers: str | Path | None = None,
    rules: Collection[str | Path] = (),
    framework: str | None = None,
    only: Collection[str] = (),
    skip: Collection[str] = (),
    today: date | None = None,
) -> "Findings":
    """Return the findings of all rules. `today` decides which waivers have expired.

    The other arguments are the options of `plimsoll check`. Raise CostingError, one line.
    """
    require_own_packages()
    from costing.prices.book import installed
    from policies import RULES
    from policies.custom.load import with_custom
    from policies.engine.check import check as check_rules
    from policies.engine.profiles import chosen
    from policies.engine.waivers import read

    name, _ = chosen(profile, None, graph.source.stack)
    return check_rules(
        graph,
        with_custom(RULES, [Path(each) for each in rules]),
        profile=name,
        waivers=read(Path(waivers)) if waivers else (),
        framework=framework,
        only=only,
        skip=skip,
        today=today or datetime.now(tz=UTC).date(),
        prices=installed(),
    )


def diff(base: "Graph", head: "Graph", *, usage: str | Path | None = None) -> "Difference":
    """Return the change of the monthly cost from `base` to `head`, and its causes.

    Raise CostingError, one line.
    """
    require_own_packages()
    from costing.diff.diff import difference
    from costing.graph.source import Opened
    from plimsoll.commands.diff import side
    from plimsoll.options import PricingOptions

    old, new = Opened(base), Opened(head)
    pricing = PricingOptions(Path(usage) if usage else None)
    return difference(side(old, new, pricing), side(new, old, pricing))
