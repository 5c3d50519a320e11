"""Inputs of the tools, and the command line of each."""

import json
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from costing.errors import CallError
from plimsoll.mcp_server.command import STDIN, Call, option
from plimsoll.mcp_server.roots import Roots, confined, confined_source

Mapping = dict[str, JsonValue]
Text = Annotated[str, Field(min_length=1, max_length=500)]
Usd = Annotated[float, Field(ge=0, le=1e12, allow_inf_nan=False)]
Top = Annotated[
    int, Field(ge=1, le=100, description="Largest number of items of each list; 1 to 100.")
]
SOURCE = (
    "Folder with a Pulumi.yaml; JSON file of pulumi preview --json or pulumi stack export; or "
    "git:REVISION[:FOLDER]. Relative paths start at the first root."
)
USAGE = (
    "Quantities a month, by resource: {NAME or TYPE::NAME: {key: number, or {low, mid, high}}}. "
    "Replaces the usage file of the stack. usage_template lists the keys."
)
MOST_CONTENT = 1_000_000  # characters of usage or of a workload


class Request(BaseModel):
    """Input of a tool. Unknown keys and values of another type are errors."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class WithTop(Request):
    top: Top = 10


class OfStack(WithTop):
    """Input of a tool that runs a program or reads its preview or state."""

    source: Annotated[str, Field(description=SOURCE)] = "."
    stack: Annotated[
        Text | None,
        Field(description="Name of the stack. Default: the only one, else the selected one."),
    ] = None
    region: Annotated[
        Text | None,
        Field(description="AWS region of resources for which neither provider nor stack has one."),
    ] = None
    program_seconds: Annotated[
        float, Field(gt=0, le=600, description="Limit of the program's run, in seconds.")
    ] = 60

    def program(self) -> list[str]:
        return [
            *option("stack", self.stack),
            *option("timeout", f"{self.program_seconds:g}"),
        ]


class Priced(OfStack):
    usage: Annotated[Mapping | None, Field(description=USAGE)] = None
    usage_file: Annotated[
        str | None,
        Field(description="Usage file. Default: plimsoll:usage of Pulumi.<stack>.yaml."),
    ] = None

    def pricing(self, roots: Roots) -> list[str]:
        if self.usage is not None and self.usage_file is not None:
            raise CallError("usage: also usage_file is given; give one of them")
        given = confined("usage_file", self.usage_file, roots) if self.usage_file else None
        file = given if self.usage is None else STDIN
        return [*option("region", self.region), *option("usage", file)]

    def content(self) -> dict[str, Any] | None:
        return None if self.usage is None else usage_file(self.usage)


class Estimate(Priced):
    budget_usd: Annotated[
        Usd | None,
        Field(description="Budget, USD a month; the upper estimate is compared with it."),
    ] = None

    def call(self, roots: Roots) -> Call:
        source = confined_source("source", self.source, roots)
        arguments = [*self.program(), *self.pricing(roots), *option("budget", self.budget_usd)]
        return Call(("cost", "--format=json", *arguments, "--", source), self.content())


class Diff(Priced):
    source: Annotated[
        str, Field(description="Version before the change. A folder: its state at git HEAD.")
    ] = "."
    head: Annotated[
        str | None,
        Field(description="Version after the change. Default: the working tree."),
    ] = None
    budget_usd: Annotated[Usd | None, Field(description="Budget, USD a month.")] = None

    def call(self, roots: Roots) -> Call:
        sides = [confined_source("source", self.source, roots)]
        if self.head is not None:
            sides.append(confined_source("head", self.head, roots))
        arguments = [*self.program(), *self.pricing(roots), *option("budget", self.budget_usd)]
        return Call(("diff", "--format=json", *arguments, "--", *sides), self.content())


class Check(OfStack):
    profile: Annotated[
        Literal["dev", "prod", "regulated"] | None,
        Field(description="Rule profile. Default: plimsoll:profile, else by the stack's name."),
    ] = None
    framework: Annotated[
        Text | None, Field(description="Check only rules of this framework, such as FSBP.")
    ] = None
    only: Annotated[list[Text], Field(max_length=100, description="Ids of the rules to check.")] = (
        Field(default=[])
    )
    waivers: Annotated[str | None, Field(description="YAML file with waivers.")] = None

    def call(self, roots: Roots) -> Call:
        source = confined_source("source", self.source, roots)
        waivers = confined("waivers", self.waivers, roots) if self.waivers else None
        arguments = [
            *self.program(),
            *option("profile", self.profile),
            *option("framework", self.framework),
            *option("waivers", waivers),
            *(word for each in self.only for word in option("only", each)),
        ]
        return Call(("check", "--format=json", *arguments, "--", source))


class Explain(Priced):
    resource: Annotated[Text, Field(description="Name, TYPE::NAME or URN of the resource.")]

    def call(self, roots: Roots) -> Call:
        source = confined_source("source", self.source, roots)
        arguments = [*self.program(), *self.pricing(roots), "--", source, self.resource]
        return Call(("explain", "--format=json", *arguments), self.content())


class Price(WithTop):
    type: Annotated[
        Text, Field(description="Pulumi type, such as aws:rds/instance:Instance, or aws_* type.")
    ]
    inputs: Annotated[
        Mapping,
        Field(description='Inputs in camelCase: {"instanceClass": "db.m7g.large", ...}.'),
    ] = Field(default={})
    region: Annotated[Text, Field(description="AWS region code, such as us-east-1.")]
    usage: Annotated[
        Mapping | None,
        Field(description="Quantities a month: {key: number}. The answer lists missing keys."),
    ] = None

    def call(self, _: Roots) -> Call:
        for key in self.inputs:
            if not key.isidentifier():
                raise CallError(f"inputs: {key!r:.60} is not the name of an input")
        settings = [f"--set={key}={json.dumps(value)}" for key, value in self.inputs.items()]
        content = None if self.usage is None else usage_file({"resource": self.usage})
        usage = None if content is None else STDIN
        arguments = [*option("region", self.region), *option("usage", usage), *settings]
        return Call(("price", "--format=json", *arguments, "--", self.type), content)


class UsageTemplate(OfStack):
    all_keys: Annotated[
        bool, Field(description="Every key; else the ten that change the bill most.")
    ] = False

    def call(self, roots: Roots) -> Call:
        source = confined_source("source", self.source, roots)
        minimal = () if self.all_keys else ("--minimal",)
        return Call(("usage", "init", *minimal, *self.program(), "--", source))


class Rules(WithTop):
    rule: Annotated[
        Text | None,
        Field(description="Id of a rule, Checkov or Prowler check: risk, fix, both examples."),
    ] = None
    search: Annotated[
        Text | None,
        Field(description="Words that the id, title or types must contain: `rds encrypted`."),
    ] = None
    severity: Annotated[
        Literal["critical", "high", "medium", "low"] | None,
        Field(description="Only rules of this severity."),
    ] = None

    def call(self, _: Roots) -> Call:
        if self.rule is not None:
            return Call(("rules", "show", "--", self.rule))
        return Call(("rules", "list", "--format=json"))


class Plan(WithTop):
    workload: Annotated[
        Mapping | None,
        Field(
            description="Workload: content of a workload file, schema plimsoll://schema/workload."
        ),
    ] = None
    workload_file: Annotated[str | None, Field(description="Workload file in YAML.")] = None
    weeks: Annotated[int, Field(ge=100, le=5000, description="Simulated weeks.")] = 1000

    def call(self, roots: Roots) -> Call:
        if (self.workload is None) == (self.workload_file is None):
            raise CallError("workload: give workload or workload_file, one of them")
        file = confined("workload_file", self.workload_file, roots) if self.workload_file else STDIN
        arguments = [f"--weeks={self.weeks}", "--no-explain", "--format=json", "--", file]
        return Call(("plan", *arguments), self.workload, "workload")


class Tradeoffs(Priced):
    def call(self, roots: Roots) -> Call:
        source = confined_source("source", self.source, roots)
        arguments = [*self.program(), *self.pricing(roots), "--", source]
        return Call(("tradeoffs", "--format=json", *arguments), self.content())


def usage_file(resources: dict[str, JsonValue]) -> dict[str, Any]:
    """Return the content of a usage file. Raise CallError if it is too large."""
    if len(json.dumps(resources)) > MOST_CONTENT:
        raise CallError(f"usage: larger than {MOST_CONTENT} characters; name a usage_file")
    return {"version": 1, "resources": resources}
