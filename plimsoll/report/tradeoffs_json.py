"""Availability decisions as JSON. Keys are added, never renamed; figures are decimals as text."""

import json
from dataclasses import asdict
from decimal import Decimal
from typing import Any

from costing.plan.tradeoffs.model import Setting, Tradeoff, Unknown
from costing.plan.tradeoffs.pricing import Tradeoffs
from plimsoll.report.cost_json import figure
from plimsoll.report.formats import DEFAULT_LAYOUT, Layout
from plimsoll.report.tradeoffs_table import sections

Json = dict[str, Any]
FIGURES = (
    "availability",
    "full_capacity",
    "served_fraction",
    "lost_minutes",
    "degraded_minutes",
)


def as_json(found: Tradeoffs, _: Layout = DEFAULT_LAYOUT) -> str:
    document = {
        "version": 1,
        "currency": "USD",
        "source": asdict(found.source),
        "monthly_cost": figure(found.monthly_cost),
        "decisions": [decision_json(each) for each in (*found.modelled, *found.not_modelled)],
        "unknown": [unknown_json(each) for each in found.unknown],
        "facts": [asdict(each) for each in found.facts],
        "sections": [asdict(each) for each in sections(found)],
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def decision_json(each: Tradeoff) -> Json:
    decision, resource = each.decision, each.decision.resource
    return {
        "kind": decision.kind,
        "urn": resource.urn,
        "type": resource.type,
        "name": resource.name,
        "taken": decision.taken,
        "with": setting_json(decision.with_it),
        "without": setting_json(decision.without),
        "monthly_cost": figure(each.monthly_cost),
        "unpriced": each.unpriced,
        "usage": [*each.usage],
        "minutes_saved": number(each.minutes),
        "usd_per_minute": None if each.usd_a_minute is None else number(float(each.usd_a_minute)),
        "not_modelled": decision.not_modelled,
        "note": decision.note,
    }


def setting_json(setting: Setting) -> Json:
    service = setting.service
    figures = (
        (
            service.available,
            service.full_capacity,
            service.served,
            service.lost_minutes,
            service.degraded_minutes,
        )
        if service
        else (None,) * len(FIGURES)
    )
    return {
        "setting": setting.text,
        **{key: number(value) for key, value in zip(FIGURES, figures, strict=True)},
        "facts": [fact.name for fact in service.facts] if service else [],
        "recovery_point": setting.recovery_point,
        "recovery_time": setting.recovery_time,
    }


def unknown_json(each: Unknown) -> Json:
    resource = each.resource
    names = {"urn": resource.urn, "type": resource.type, "name": resource.name}
    return {"kind": each.kind, **names, "reason": each.reason}


def number(value: float | None) -> str | None:
    """Return twelve significant digits in plain notation."""
    return None if value is None else figure(Decimal(f"{value:.12g}"))
