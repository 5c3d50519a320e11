"""Table of report formats: subject, format, function. Every command writes through it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pkgutil import resolve_name
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from plimsoll.report.currency import Currency
    from plimsoll.report.selection import Selection

CostFormat = Literal["table", "tree", "json", "markdown", "csv", "focus"]
BillFormat = Literal["table", "json"]
CheckFormat = Literal["table", "json", "markdown", "sarif", "junit"]
DiffFormat = Literal["table", "json", "markdown", "html"]
TradeoffsFormat = Literal["table", "json", "markdown"]
GraphFormat = Literal["tree", "mermaid", "json"]
ListFormat = Literal["table", "json"]
PlanFormat = Literal["table", "json", "markdown"]
TEXTS = ("table", "tree", "summary")  # formats for a terminal, which may have colours
Subject = Literal[
    "bill",
    "commitments",
    "variance",
    "estimate",
    "check",
    "compliance",
    "diff",
    "explanation",
    "graph",
    "plan",
    "simulation",
    "recommendations",
    "report",
    "rules",
    "rule",
    "tradeoffs",
    "prices",
    "price dates",
    "priced type",
    "price changes",
    "bill change",
]

# Modules of plimsoll.report, imported when their format is asked for: --help stays fast.
FORMATS: Mapping[Subject, Mapping[str, str]] = {
    "estimate": {
        "table": "cost_table:as_table",
        "tree": "cost_table:as_table",
        "json": "cost_json:as_json",
        "markdown": "cost_markdown:as_markdown",
        "csv": "cost_csv:as_csv",
        "focus": "cost_focus:as_focus",
    },
    "bill": {"table": "actuals_table:analysis_table", "json": "actuals_json:as_json"},
    "variance": {"table": "actuals_table:variance_table", "json": "actuals_json:as_json"},
    "commitments": {"table": "commitments_table:as_table", "json": "actuals_json:as_json"},
    "check": {
        "table": "check_table:as_table",
        "json": "check_json:as_json",
        "markdown": "check_markdown:as_markdown",
        "sarif": "check_sarif:as_sarif",
        "junit": "check_junit:as_junit",
    },
    "compliance": {
        "table": "compliance:as_markdown",
        "json": "compliance:as_json",
        "markdown": "compliance:as_markdown",
    },
    "diff": {
        "table": "diff_table:as_table",
        "json": "diff_json:as_json",
        "markdown": "diff_markdown:as_markdown",
        "html": "html.diff_page:as_html",
    },
    "explanation": {"table": "explanation:as_text", "json": "explanation:as_json"},
    "graph": {
        "tree": "graph_tree:as_tree",
        "mermaid": "graph_mermaid:as_mermaid",
        "json": "graph_json:as_json",
    },
    "plan": {
        "table": "plan_text:as_table",
        "json": "plan_text:as_json",
        "markdown": "plan_text:as_markdown",
    },
    "simulation": {
        "table": "simulation_text:as_table",
        "json": "simulation_text:as_json",
        "markdown": "simulation_text:as_markdown",
    },
    "recommendations": {
        "table": "recommendations_text:as_table",
        "json": "recommendations_text:as_json",
        "markdown": "recommendations_text:as_markdown",
    },
    "report": {
        "summary": "stack_summary:as_summary",
        "tree": "stack_report:as_table",
        "html": "html.page:as_html",
        "json": "stack_report:as_json",
        "markdown": "stack_report:as_markdown",
    },
    "rules": {"table": "rules:rules_table", "json": "rules:rules_json"},
    "rule": {"table": "rules:rule_table", "json": "rules:rule_json"},
    "tradeoffs": {
        "table": "tradeoffs_table:as_table",
        "json": "tradeoffs_json:as_json",
        "markdown": "tradeoffs_markdown:as_markdown",
    },
    "prices": {"table": "price_list:prices_table", "json": "price_list:prices_json"},
    "price dates": {"table": "price_list:dates_table", "json": "price_list:dates_json"},
    "priced type": {"table": "price_list:type_table", "json": "price_list:type_json"},
    "price changes": {"table": "price_diff:changes_table", "json": "price_diff:changes_json"},
    "bill change": {"table": "price_diff:bill_table", "json": "price_diff:bill_json"},
}


# Formats that are written piece by piece: subject and format → function.
IN_PIECES: Mapping[tuple[Subject, str], str] = {
    ("estimate", "json"): "cost_json:pieces",
    ("check", "json"): "check_json:pieces",
}


@dataclass(frozen=True, slots=True)
class Layout:
    """Options of a report. A selection limits what is listed, never the totals."""

    by: str = "component"  # part of the total: a key of report.totals, or tag:KEY
    verbose: bool = False  # list charges without usage one by one
    width: int = 80  # characters a line of a summary
    top: int | None = None  # parts of a summary, resources of a tree; None: 10 parts, all resources
    currency: "Currency | None" = None  # shown beside USD, in JSON too
    selection: "Selection | None" = None  # None: everything


DEFAULT_LAYOUT = Layout()


def written(subject: Subject, format_: str, *content: object) -> str:
    """Return the text of a report in one of the subject's formats."""
    text = resolve_name(f"plimsoll.report.{FORMATS[subject][format_]}")(*content)
    return str(text)


def pieces(subject: Subject, format_: str, *content: object) -> Iterator[str]:
    """Yield the text of a report, in pieces where it may be larger than its content."""
    place = IN_PIECES.get((subject, format_))
    if place is None:
        yield written(subject, format_, *content)
    else:
        yield from resolve_name(f"plimsoll.report.{place}")(*content)
