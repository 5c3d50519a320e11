"""Compact answers of the tools from the JSON of the commands.

Amounts are USD a month, rounded to cents. A list has at most `top` items, the most important
first; `..._left_off` says how many more there are.
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from plimsoll.report.escape import shortened

Json = dict[str, Any]
CENT = Decimal("0.01")
LONGEST = 300  # characters of a text in an answer
SEVERITIES = ("critical", "high", "medium", "low")
STATUSES = ("violation", "unknown", "waived")


def usd(amount: str | None) -> float | None:
    return None if amount is None else float(Decimal(amount).quantize(CENT, ROUND_HALF_UP))


def exact(value: str | None) -> float | int | None:
    """Return a quantity or unit price as a JSON number."""
    if value is None:
        return None
    number = float(value)
    return int(number) if number.is_integer() else number


def given(fields: Mapping[str, Any]) -> Json:
    """Return the fields that have a content."""
    return {key: value for key, value in fields.items() if value not in (None, "", [], {}, ())}


def listed(name: str, items: Sequence[Any], top: int) -> Json:
    """Return the first items of a list, and how many are left off."""
    left = len(items) - top
    return given({name: list(items[:top]), f"{name}_left_off": left if left > 0 else None})


def subject(of: Mapping[str, Any]) -> str:
    return f"{of['type']}::{of['name']}"


def short(text: object) -> str:
    return shortened(str(text), LONGEST)


def bounds(spread: Mapping[str, str] | None) -> list[float | None] | None:
    return None if spread is None else [usd(spread["low"]), usd(spread["high"])]


def stack_of(source: Mapping[str, Any]) -> str:
    return f"{source['project']}/{source['stack']}"


def estimate(document: Json, top: int) -> Json:
    """Return the answer of an estimate: total, most expensive resources, gaps, missing usage."""
    priced = sorted(document["resources"], key=lambda each: -Decimal(each["monthly_cost"]))
    costing = [each for each in priced if Decimal(each["monthly_cost"])]
    missing = [
        given({"resource": subject(each), "keys": missing_keys(each["charges"])})
        for each in document["resources"]
        if missing_keys(each["charges"])
    ]
    return given(
        {
            "stack": stack_of(document["source"]),
            "monthly_usd": usd(document["monthly_cost"]),
            "range_usd": bounds(document["range"]),
            "prices_as_of": {key: each["as_of"] for key, each in document["prices"].items()},
            **listed("resources", [resource(each, top) for each in costing], top),
            **listed("gaps", [gap(each) for each in document["gaps"]], top),
            **listed("usage_not_given", missing, top),
            "free_resources": sum(document["free"].values()),
            "apply_callbacks_not_run": document["source"]["callbacks_not_run"][:top],
        }
    )


def resource(each: Json, top: int) -> Json:
    charges = sorted(
        (charge for charge in each["charges"] if charge["effective_cost"] is not None),
        key=lambda charge: -Decimal(charge["effective_cost"]),
    )
    return given(
        {
            "resource": subject(each),
            "usd": usd(each["monthly_cost"]),
            "range_usd": bounds(each["range"]),
            "at": each["source"],
            **listed("charges", [charge_line(charge) for charge in charges], top),
        }
    )


def charge_line(charge: Json) -> str:
    """Return a charge in one line: name, quantity, unit price, cost and assumption."""
    group = f"{charge['group']}: " if charge["group"] else ""
    assumed = f" (assumed: {charge['assumed']})" if charge["assumed"] else ""
    price = exact(charge["list_unit_price"])
    return short(
        f"{group}{charge['name']}: {exact(charge['quantity'])} {charge['unit']} x ${price:.10g}"
        f" = ${Decimal(charge['effective_cost']):,.2f}{assumed}"
        if price is not None
        else f"{group}{charge['name']}: ${Decimal(charge['effective_cost']):,.2f}{assumed}"
    )


def missing_keys(charges: Iterable[Json]) -> list[str]:
    keys = (each["usage"] for each in charges if each["quantity"] is None and each["usage"])
    return list(dict.fromkeys(keys))


def gap(each: Json) -> Json:
    return given(
        {
            "resource": subject(each),
            "charge": each["charge"],
            "reason": short(each["reason"]),
            "fix": each["fix"] and short(each["fix"]),
        }
    )


def check(document: Json, top: int) -> Json:
    """Return the answer of a check: counts and the worst findings."""
    found = sorted(
        (each for each in document["findings"] if each["status"] != "waived"),
        key=lambda each: (
            STATUSES.index(each["status"]),
            each["level"] != "mandatory",
            SEVERITIES.index(each["severity"]),
        ),
    )
    return given(
        {
            "profile": document["profile"],
            "rules": document["rules"],
            "resources": document["resources"],
            "counts": {key: value for key, value in document["summary"].items() if value},
            **listed("findings", [finding(each) for each in found], top),
        }
    )


def finding(each: Json) -> Json:
    status = None if each["status"] == "violation" else each["status"]
    return given(
        {
            "rule": each["rule"],
            "severity": each["severity"],
            "level": each["level"],
            "status": status,
            "resource": subject(each),
            "at": each["source"],
            "message": short(each["message"]),
            "fix": short(each["fix"]),
            "others": len(each["other_resources"]) or None,
            "saves_usd": usd(each["monthly_saving"]),
        }
    )


def diff(document: Json, top: int) -> Json:
    """Return the answer of a comparison: totals, changed resources with causes, findings."""
    costs, findings = document["monthly_cost"], document["findings"] or {}
    changed = sorted(
        document["resources"], key=lambda each: -abs(Decimal(each["monthly_cost"]["change"] or 0))
    )
    return given(
        {
            "base_usd": usd(costs["base"]),
            "head_usd": usd(costs["head"]),
            "change_usd": usd(costs["change"]),
            "percent": exact(costs["percent"] and f"{Decimal(costs['percent']):.2f}"),
            "incomplete": [side for side, is_so in costs["incomplete"].items() if is_so],
            **listed("resources", [change(each, top) for each in changed], top),
            **listed("new_gaps", [gap(each) for each in document["gaps"]["new"]], top),
            **listed("new_findings", [finding(each) for each in findings.get("new", ())], top),
            "resolved_findings": len(findings.get("resolved", ())),
        }
    )


def change(each: Json, top: int) -> Json:
    causes = [
        short(f"{cause['path']}: {cause['base']} -> {cause['head']}") for cause in each["because"]
    ]
    cost = each["monthly_cost"]
    return given(
        {
            "resource": subject(each),
            "change": each["change"],
            "usd": usd(cost["change"]),
            "from_usd": usd(cost["base"]),
            "to_usd": usd(cost["head"]),
            **listed("because", causes, top),
        }
    )


def explain(document: Json, top: int) -> Json:
    """Return the answer of an explanation: inputs, and each charge with SKU, price and source."""
    inputs = [
        f"{each['path']}={short(each['value'])} ({each['origin']})"
        for each in document["inputs"]
        if each["value"] is not None
    ]
    cost = document["cost"]
    return given(
        {
            "resource": subject(document),
            "at": cost and cost["source"],
            "region": cost and cost["region"],
            "monthly_usd": usd(cost["monthly_cost"]) if cost else 0,
            **listed("inputs", inputs, top),
            "usage": document["usage"],
            **listed("charges", [explained(each) for each in document["charges"]], top),
            **listed("gaps", [gap(each) for each in document["gaps"]], top),
        }
    )


def explained(charge: Json) -> Json:
    return given(
        {
            "charge": charge["name"],
            "group": charge["group"],
            "sku": " ".join(
                filter(None, (charge["service"], charge["usage_type"], charge["operation"]))
            ),
            "quantity": exact(charge["quantity"]),
            "unit": charge["unit"],
            "quantity_from": charge["quantity_origin"],
            "unit_usd": exact(charge["list_unit_price"]),
            "usd": usd(charge["effective_cost"]),
            "price": f"{charge['price_source']}, {charge['price_as_of']}"
            if charge["price_source"]
            else None,
            "price_flags": charge["price_flags"],
        }
    )


def sections(document: Json, top: int) -> Json:
    """Return the answer of a plan or of trade-offs: the tables of the report, in short."""
    return {"sections": [section(each, top) for each in document["sections"]]}


def section(each: Json, top: int) -> Json:
    rows = [" | ".join(map(short, row)) for row in each["rows"]]
    return given(
        {
            "title": each["title"],
            "columns": " | ".join(each["columns"]),
            **listed("rows", rows, top),
            **listed("lines", [short(line) for line in each["lines"]], top),
        }
    )


def rules(document: Sequence[Json], top: int, search: str, severity: str | None) -> Json:
    """Return the rules that contain all words of `search`, the most severe first."""
    words = search.lower().split()
    found = [
        each
        for each in document
        if severity in {None, each["severity"]} and all(word in text_of(each) for word in words)
    ]
    found.sort(key=lambda each: SEVERITIES.index(each["severity"]))
    lines = [f"{each['rule']} ({each['severity']}): {each['title']}" for each in found]
    return {"count": len(found), **listed("rules", lines, top)}


def text_of(rule: Json) -> str:
    return f"{rule['rule']} {rule['title']} {' '.join(rule['types'])} {rule['concern']}".lower()


def text(content: str, most_lines: int) -> Json:
    """Return a text with at most this many lines."""
    every = content.splitlines()
    left = len(every) - most_lines
    fields = {"text": "\n".join(every[:most_lines]), "lines_left_off": left if left > 0 else None}
    return given(fields)
