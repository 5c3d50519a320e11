"""HTML page of a stack: summary, cost, architecture, findings and open points.

Jinja2 escapes every text but the page's own style, script and data. The content-security policy
allows that style and script by their hash and nothing else: no name can start a script.
"""

import base64
import hashlib
import json
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, StrictUndefined, select_autoescape

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
from plimsoll.report.html import architecture, charges, findings, treemap, usage
from plimsoll.report.stack_content import StackReport

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
            treemap=treemap.of_components(report.estimate),
            range=charges.range_bar(report.estimate, report.budget),
            regions=architecture.regions(report.graph, report.estimate),
            links=architecture.links(report.graph),
            findings=found,
            choices=findings.choices(found),
            severities=findings.severities(report.findings),
            missing_usage=usage.missing(report.estimate),
            not_counted=not_counted(report.estimate.not_counted),
            explained=explained,
            notes=[*notes(report)],
            missing_count=sum(map(bool, map(usage.keys_of, report.estimate.resources))),
            embedded=embedded(
                {
                    **charges.document(report.estimate, layout.currency),
                    "findings": findings.document(report.findings),
                }
            ),
        )
    )


def groupings(report: StackReport, layout: Layout) -> list[str]:
    """Return the groupings of the cost: the usual ones, --by, and each cost-allocation tag."""
    tags = charges.tag_keys(report.estimate)
    return list(dict.fromkeys([layout.by, *GROUPINGS, *(f"tag:{key}" for key in tags)]))


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


def policy(style: str, script: str) -> str:
    return (
        f"default-src 'none'; style-src '{digest(style)}'; script-src '{digest(script)}'; "
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
    filters: dict[str, Callable[..., str]] = {"usd": usd, "spread": spread}
    environment.filters.update(filters)
    return environment


def text(name: str) -> str:
    return files("plimsoll.report.html").joinpath(name).read_text(encoding="utf-8")
