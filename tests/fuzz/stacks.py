"""Strategies: states of stacks whose resources have inputs of the SDK's schema, and odd ones."""

import json
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from hypothesis import strategies as st

from costing.graph.readers.values import UNKNOWN_MARK
from costing.graph.schema.input_types import Block, InputType, ListOf, MapOf, resource_type
from costing.resources import PRICED
from policies import RULES
from tests.plimsoll.report.hostile import ATTACK

Json = dict[str, Any]
STACK = "urn:pulumi:prod::shop::pulumi:pulumi:Stack::shop-prod"
DEEPEST = 3  # blocks inside blocks
DOCUMENT = json.dumps(
    {"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "s3:*", "Resource": "*"}]}
)
# Values that providers know, by a part of the input's name.
KNOWN: Mapping[str, Sequence[str]] = {
    "instancetype": ("t3.micro", "m7i.large", "p5.48xlarge", "t3.enormous"),
    "instanceclass": ("db.m7g.large", "db.t4g.micro", "db.serverless"),
    "nodetype": ("cache.m7g.large", "ra3.xlplus", "dax.r5.large"),
    "engine": ("postgres", "aurora-postgresql", "mysql", "redis", "valkey", "ActiveMQ"),
    "version": ("16.4", "8.0.mysql_aurora.3.05.2", "1.31", "$LATEST", "1.99"),
    "volumetype": ("gp3", "io2", "st1"),
    "storagetype": ("gp3", "io1", "aurora-iopt1"),
    "policy": (DOCUMENT, DOCUMENT[:-1] + ",}", "[]"),
    "zone": ("us-east-1a", "us-east-1b"),
    "cidr": ("10.0.0.0/16", "0.0.0.0/0", "::/0", "10.0.0.0/99"),
    "schedule": ("cron(0 8 * * ? *)", "rate(1 day)", "0 8 * * *"),
    "launchtype": ("FARGATE", "EC2", "EXTERNAL"),
    "cpu": ("256", "1 vCPU", "-1"),
    "memory": ("512", "2 GB", "1e400"),
    "billingmode": ("PAY_PER_REQUEST", "PROVISIONED"),
}
TEXTS = ("", "x", "default", "arn:aws:s3:::models/*", "us-east-1", "9" * 400, "\ufffe", ATTACK)
NAMES = ("web", "web", "a::b", "ünïcödé", "=1+1", "\x1b[31mred", "```\n# x", ATTACK, "n" * 300)
INTEGERS = (0, 1, 2, 3, 20, 100, 443, 1024, 16_384, -1, -7, 2**63, 10**30)
ODD: Sequence[Any] = (None, True, -1, 1e300, "", "1e999999", [], [None], [[]], {}, {"a": [1]})
REGIONS = ("us-east-1", "eu-west-1", "us-gov-west-1", "cn-north-1", "xx-nowhere-1")

odd = st.sampled_from([*ODD, UNKNOWN_MARK, "[secret]"])


@cache
def tokens() -> Sequence[str]:
    """Return the types that have a cost model or a rule, and the schema knows."""
    every = {*PRICED, *(kind for rule in RULES for kind in rule.types)}
    return sorted(each for each in every if resource_type(each) is not None)


@st.composite
def scalar(draw: st.DrawFn, type_: InputType, name: str) -> Any:
    if type_.plain is bool:
        return draw(st.booleans())
    if type_.plain is not str:
        return draw(st.sampled_from(INTEGERS))
    lower = name.lower()
    known = [each for part, values in KNOWN.items() if part in lower for each in values]
    return draw(st.sampled_from([*known, *TEXTS] if draw(st.booleans()) or not known else known))


@st.composite
def value(draw: st.DrawFn, type_: InputType, name: str, depth: int, names: Sequence[str]) -> Any:
    """Return a value of a type; about one in fifteen has another shape, or is unknown."""
    choice = draw(st.integers(0, 29))
    if choice < 2:
        return draw(odd)
    if choice < 8 and type_.plain is str and names:
        return draw(st.sampled_from([each for name_ in names for each in (name_, f"{name_}-id")]))
    match type_:
        case Block():
            return draw(block(type_, depth + 1, names))
        case ListOf():
            count = draw(st.integers(0, 2))
            return [draw(value(type_.items, name, depth, names)) for _ in range(count)]
        case MapOf():
            keys = draw(st.lists(st.sampled_from(("Name", "team", "workload", "=x")), max_size=2))
            return {key: draw(value(type_.items, name, depth, names)) for key in keys}
    return draw(scalar(type_, name))


@st.composite
def block(draw: st.DrawFn, type_: Block, depth: int, names: Sequence[str]) -> Json:
    if depth > DEEPEST:
        return {}
    inputs = type_.inputs
    few = st.lists(st.sampled_from(sorted(inputs) or ["x"]), max_size=7 - 2 * depth, unique=True)
    return {key: draw(value(inputs[key], key, depth, names)) for key in draw(few) if key in inputs}


@st.composite
def resource(draw: st.DrawFn, kind: str, name: str, names: Sequence[str]) -> Json:
    type_ = resource_type(kind)
    assert type_ is not None
    inputs = draw(block(type_, 0, names))
    outputs = draw(block(type_, 0, names)) if draw(st.booleans()) else {}
    return {
        "urn": f"urn:pulumi:prod::shop::{kind}::{name}",
        "type": kind,
        "custom": True,
        "id": f"{name}-id",
        "parent": STACK,
        "inputs": inputs,
        "outputs": {**inputs, **outputs, "region": draw(st.sampled_from(REGIONS))},
        "delete": draw(st.integers(0, 19)) == 0,
    }


@st.composite
def states(draw: st.DrawFn, most: int = 5) -> Json:
    """Return the output of `pulumi stack export` for a stack of up to `most` resources."""
    kinds = draw(st.lists(st.sampled_from(tokens()), min_size=1, max_size=most))
    given = [draw(st.sampled_from(NAMES)) for _ in kinds]
    unique = [f"{name}{index or ''}" for index, name in enumerate(given)]
    resources = [
        draw(resource(kind, name, unique)) for kind, name in zip(kinds, unique, strict=True)
    ]
    return {
        "version": 3,
        "deployment": {"resources": [{"urn": STACK, "custom": False}, *resources]},
    }
