"""Table of the tools: input, purpose and answer of each."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from costing.errors import CallError
from plimsoll.mcp_server import answers, requests
from plimsoll.mcp_server.command import Call, Ended
from plimsoll.mcp_server.roots import Roots

LINES = 20  # of a text, for each item that `top` allows
RULE_LINES = 200


@dataclass(frozen=True, slots=True)
class Tool:
    request: type[Any]  # a model of requests.py, with `call`
    purpose: str
    answer: Callable[[Ended, Any], answers.Json]

    @property
    def schema(self) -> answers.Json:
        """JSON schema of the input, without the titles that pydantic adds: clients send it on."""
        found: answers.Json = self.request.model_json_schema()
        for each in (found, *found["properties"].values()):
            del each["title"]
        return found

    def call(self, arguments: Mapping[str, Any], roots: Roots) -> tuple[Any, Call]:
        """Return the validated input and the command. Raise CallError, one line."""
        try:
            request = self.request.model_validate(arguments)
        except ValidationError as error:
            raise CallError(mistake(error)) from error
        return request, request.call(roots)


def mistake(error: ValidationError) -> str:
    """Return the first mistake in one line, and how many more there are."""
    first, *others = error.errors(include_url=False, include_context=False)
    where = ".".join(map(str, first["loc"])) or "arguments"
    more = f" ({len(others)} more mistakes)" if others else ""
    reason = first["msg"].removeprefix("Input ").removeprefix("Value error, ")
    return f"{where}: {reason}{more}"


def of_rules(ended: Ended, request: requests.Rules) -> answers.Json:
    if request.rule is not None:
        return answers.text(ended.text, RULE_LINES)
    return answers.rules(ended.document, request.top, request.search or "", request.severity)


TOOLS: Mapping[str, Tool] = {
    "estimate": Tool(
        requests.Estimate,
        "Estimate the monthly cost of a stack in USD: total, most expensive resources with their "
        "lines and charges, gaps, usage that is not given. Runs the program offline, without "
        "credentials.",
        lambda ended, request: answers.estimate(ended.document, request.top),
    ),
    "diff": Tool(
        requests.Diff,
        "Compare cost and findings of two versions of a stack; by default git HEAD with the "
        "working tree. USD a month, with the causes.",
        lambda ended, request: answers.diff(ended.document, request.top),
    ),
    "check": Tool(
        requests.Check,
        "Check a stack against security, availability, cost and operations rules: the worst "
        "findings with line and fix. A mandatory violation fails.",
        lambda ended, request: answers.check(ended.document, request.top),
    ),
    "explain": Tool(
        requests.Explain,
        "Show how the cost of one resource is calculated: inputs, quantities, SKUs, unit prices "
        "and their sources.",
        lambda ended, request: answers.explain(ended.document, request.top),
    ),
    "price": Tool(
        requests.Price,
        "Price one resource before it is written, from its type and inputs. USD a month.",
        lambda ended, request: answers.estimate(ended.document, request.top),
    ),
    "usage_template": Tool(
        requests.UsageTemplate,
        "List the usage keys of a stack (requests, GB, hours a month) with example values, as a "
        "usage file to fill in.",
        lambda ended, request: answers.text(ended.text, LINES * request.top),
    ),
    "rules": Tool(
        requests.Rules,
        "Search rules, or show one with risk, fix and examples.",
        of_rules,
    ),
    "plan": Tool(
        requests.Plan,
        "Find the cheapest design of a workload that reaches its availability, latency and "
        "deadline objectives. Takes up to a minute.",
        lambda ended, request: answers.sections(ended.document, request.top),
    ),
    "tradeoffs": Tool(
        requests.Tradeoffs,
        "Show what each availability decision of a stack costs, USD a month, and how many minutes "
        "of outage a year it saves.",
        lambda ended, request: answers.sections(ended.document, request.top),
    ),
}


def answer_text(tool: Tool, ended: Ended, request: Any) -> str:  # noqa: ANN401 (a request)
    """Return the answer as JSON without spaces: `passes` is false for exit status 1."""
    content = {
        "passes": not ended.found,
        **tool.answer(ended, request),
        **answers.listed("notes", [answers.short(each) for each in ended.notes], request.top),
    }
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))
