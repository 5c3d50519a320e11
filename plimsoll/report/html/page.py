"""HTML page of a stack: summary, cost, architecture, findings and open points.

Jinja2 escapes every text but the page's own style, script and data. The content-security policy
allows that style and script by their hash and nothing else: no name can start a script.
"""

import base64
import hashlib
import json
import re
from collections.abc import Callable, Iterable
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, StrictUndefined, select_autoescape
from markupsafe import Markup, escape

from plimsoll.report.callbacks import callbacks_line
from plimsoll.report.cost_table import (
    default_region,
    explained,
    not_counted,
    price_dates,
    spread,
    usd,
)
from plimsoll.report.formats import DEFAULT_LAYOUT, Layout
from plimsoll.report.html import architecture, charges, findings, flows, treemap, usage
from plimsoll.report.html.studies import TITLES
from plimsoll.report.stack_content import StackReport
from plimsoll.report.stack_report import PART_COLUMNS, part_rows
from plimsoll.report.totals import totals

SEVERAL = 2
BREAKS = re.compile("[:/]+")
GROUPINGS = ("component", "service", "type", "region")


def as_html(report: StackReport, layout: Layout = DEFAULT_LAYOUT) -> str:
    """Return a page that works from a file and as an artifact of a CI job."""
    found = findings.groups(report.findings)
    style, script = text("report.css"), text("report.js")
    return (
        template()
        .from_string(text("report.html.j2"))
        .render(
            report=report,
            currency=layout.currency,
            source=report.estimate.source,
            style=style,
            script=script,
            policy=policy(style, script),
            groupings=[charges.grouped(report.estimate, by) for by in groupings(report, layout)],
            treemaps=[
                (charges.title(by), treemap.of_parts(report.estimate, by))
                for by in charted(report, layout)
            ],
            range=charges.range_bar(report.estimate, report.budget),
            regions=architecture.regions(report.graph, report.estimate),
            flows=flows.diagram(report.graph, report.estimate),
            studies=[(TITLES[name], name, study) for name, study in report.studies.items()],
            findings=found,
            choices=findings.choices(found),
            severities=findings.severities(report.findings),
            missing_usage=usage.missing(report.estimate),
            not_counted=not_counted(report.estimate.not_counted),
            explained=explained,
            notes=[*notes(report)],
            parts=part_rows(report),
            part_columns=PART_COLUMNS,
            missing_count=sum(map(bool, map(usage.keys_of, report.estimate.resources))),
            embedded=embedded(
                {
                    **charges.document(report.estimate, layout.currency),
                    "findings": findings.document(report.findings, several=bool(report.stacks)),
                }
            ),
        )
    )


def groupings(report: StackReport, layout: Layout) -> list[str]:
    """Return the groupings of the cost: the usual ones, --by, and each cost-allocation tag."""
    tags = charges.tag_keys(report.estimate)
    every = dict.fromkeys([layout.by, *GROUPINGS, *(f"tag:{key}" for key in tags)])
    return several_first(every, report)


def several_first(groupings: Iterable[str], report: StackReport) -> list[str]:
    """Return groupings with several parts first: one part says nothing about the cost."""
    return sorted(groupings, key=lambda by: len(totals(report.estimate, by)) < SEVERAL)


def charted(report: StackReport, layout: Layout) -> list[str]:
    """Return the groupings with a treemap: component, service, --by and one tag."""
    tags = [f"tag:{key}" for key in charges.tag_keys(report.estimate)[:1]]
    return several_first(dict.fromkeys([layout.by, "component", "service", *tags]), report)


def notes(report: StackReport) -> list[str]:
    source = report.estimate.source
    return [
        *default_region(source.default_region),
        *callbacks_line(source.callbacks_not_run, "are not in the report"),
        *price_dates(report.estimate),
    ]


def embedded(document: dict[str, Any]) -> str:
    """Return JSON that cannot end the script element that contains it."""
    written = json.dumps(document, ensure_ascii=True, separators=(",", ":"))
    for character in "<>&":
        written = written.replace(character, f"\\u{ord(character):04x}")
    return written


def policy(style: str, script: str | None = None) -> str:
    scripts = "" if script is None else f"script-src '{digest(script)}'; "
    return (
        f"default-src 'none'; style-src '{digest(style)}'; {scripts}"
        "base-uri 'none'; form-action 'none'"
    )


def digest(content: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}"


@cache
def template() -> Environment:
    environment = Environment(
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    filters: dict[str, Callable[..., str]] = {
        "usd": usd,
        "spread": spread,
        "number": "{:,}".format,
        "breakable": breakable,
    }
    environment.filters.update(filters)
    return environment


def breakable(name: str) -> Markup:
    """Return a name of a type that may wrap after its colons and slashes, not inside a word."""
    return Markup(BREAKS.sub(r"\g<0><wbr>", str(escape(name))))  # noqa: S704 (escaped)


def text(name: str) -> str:
    return files("plimsoll.report.html").joinpath(name).read_text(encoding="utf-8")
