"""Options that several commands share, and the bundles that commands take them in."""

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from plimsoll.option_values import seconds, usd

if TYPE_CHECKING:
    from costing.graph.source import SourceOptions

PROGRAM = "Program execution"  # panel of the help

Source = Annotated[
    str,
    typer.Argument(
        help=(
            "Folder with a Pulumi.yaml; JSON file of pulumi preview --json or pulumi stack export; "
            "- for standard input; or git:REVISION[:FOLDER]."
        ),
        metavar="[SOURCE]",
    ),
]
Stack = Annotated[
    str | None,
    typer.Option(
        "--stack",
        "-s",
        help=(
            "Name of the stack. Default: the only Pulumi.<stack>.yaml, else the stack that is "
            "selected in the workspace."
        ),
    ),
]
Python = Annotated[
    str | None,
    typer.Option(
        "--python",
        metavar="PATH",
        rich_help_panel=PROGRAM,
        help=(
            "Python interpreter or virtual environment that runs the program. Default: that of "
            "the project."
        ),
    ),
]
WithCredentials = Annotated[
    bool,
    typer.Option(
        "--with-credentials",
        rich_help_panel=PROGRAM,
        help="Pass your AWS configuration and home folder to the program. Default: neither.",
    ),
]
WithNetwork = Annotated[
    bool,
    typer.Option(
        "--with-network",
        rich_help_panel=PROGRAM,
        help=(
            "Run the program with network access. Default: without, where Linux permits cutting "
            "it off."
        ),
    ),
]
WithEnv = Annotated[
    list[str] | None,
    typer.Option(
        "--with-env",
        metavar="NAME",
        rich_help_panel=PROGRAM,
        help="Pass this environment variable to the program; repeatable.",
    ),
]
AssumeIds = Annotated[
    bool,
    typer.Option(
        "--assume-ids",
        rich_help_panel=PROGRAM,
        help=(
            "Pass made-up ids, ARNs and names of resources that do not exist yet to the program, "
            "so that callbacks (apply) run. Risk: a callback that runs a command or calls an API "
            "then acts on resources that do not exist. Default: callbacks on unknown values are "
            "not run, as in pulumi preview."
        ),
    ),
]
StackOutputs = Annotated[
    Path | None,
    typer.Option(
        "--stack-outputs",
        rich_help_panel=PROGRAM,
        help=(
            "YAML or JSON file with outputs of other stacks for StackReference: each stack's name "
            "with its outputs below it. Default: plimsoll:stackOutputs of Pulumi.<stack>.yaml, "
            "then the local backend (file://)."
        ),
    ),
]
Timeout = Annotated[
    float | None,
    typer.Option(
        "--timeout",
        parser=seconds,
        metavar="SECONDS",
        rich_help_panel=PROGRAM,
        help=(
            "End the program after this time, in seconds. Default: plimsoll:timeout of "
            "Pulumi.<stack>.yaml, then 120."
        ),
    ),
]

Usage = Annotated[
    Path | None,
    typer.Option(
        "--usage",
        help=(
            "YAML file with usage: requests, GB, hours. Default: plimsoll:usage of "
            "Pulumi.<stack>.yaml."
        ),
    ),
]
Region = Annotated[
    str | None,
    typer.Option(
        "--region",
        help=(
            "AWS region of resources for which neither provider nor stack names one. Default: "
            "AWS_REGION, then AWS_DEFAULT_REGION."
        ),
    ),
]
Prices = Annotated[
    Path | None,
    typer.Option(
        "--prices", help="YAML file with discounts and private prices. Default: list prices."
    ),
]
FreeTier = Annotated[
    bool,
    typer.Option(
        "--free-tier",
        help="Subtract AWS's always-free allowances, once for the account. Default: off.",
    ),
]
Budget = Annotated[
    Decimal | None,
    typer.Option(
        "--budget",
        help=(
            "Budget in USD a month: exit 1 if the upper estimate is higher. Default: "
            "plimsoll:budget of Pulumi.<stack>.yaml."
        ),
        parser=usd,
        metavar="USD",
    ),
]
AllowGaps = Annotated[
    bool,
    typer.Option("--allow-gaps", help="Exit 0 even if some charges could not be priced."),
]
Profile = Annotated[
    str | None,
    typer.Option(
        "--profile",
        help=(
            "Rule profile: dev, prod or regulated. Default: plimsoll:profile of "
            "Pulumi.<stack>.yaml, then the stack's name, then prod."
        ),
    ),
]
Waivers = Annotated[
    Path | None,
    typer.Option(
        "--waivers",
        help="YAML file with waivers. Default: plimsoll:waivers of Pulumi.<stack>.yaml.",
    ),
]
Rules = Annotated[
    list[Path] | None,
    typer.Option(
        "--rules",
        help=(
            "Python or YAML file, or folder, with further rules; repeatable. Default: "
            "plimsoll:rules of Pulumi.<stack>.yaml."
        ),
    ),
]
NoProjectRules = Annotated[
    bool,
    typer.Option(
        "--no-project-rules",
        help=(
            "Ignore plimsoll:rules of Pulumi.<stack>.yaml: rules in Python run with all your "
            "permissions."
        ),
    ),
]
Strict = Annotated[
    bool,
    typer.Option("--strict", help="Exit 1 also for findings with the status unknown."),
]

ChangedSince = Annotated[
    str | None,
    typer.Option(
        "--changed-since",
        metavar="REVISION",
        help=(
            "Of several projects, read only those with changes since this git revision, committed "
            "or not. Default: all."
        ),
    ),
]

Out = Annotated[
    Path | None,
    typer.Option("--out", "-o", help="Write the result to this file. Default: standard output."),
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print errors only.")]
Verbose = Annotated[
    bool,
    typer.Option(
        "--verbose",
        "-v",
        help=(
            "Also list charges without usage, callbacks that were not run, services with old "
            "prices, and notes on the program's isolation."
        ),
    ),
]
VerbosePreview = Annotated[
    bool,
    typer.Option(
        "--verbose",
        "-v",
        help="Also list callbacks that were not run and notes on the program's isolation.",
    ),
]
Listing = Annotated[
    Literal["table", "json"], typer.Option("--format", "-f", help="Format of the result.")
]


@dataclass(frozen=True, slots=True)
class ProgramOptions:
    """Options of a program's execution."""

    stack: Stack = None
    python: Python = None
    with_credentials: WithCredentials = False
    with_network: WithNetwork = False
    with_env: WithEnv = None
    assume_ids: AssumeIds = False
    stack_outputs: StackOutputs = None
    timeout: Timeout = None

    def source_options(self, region: str | None = None) -> "SourceOptions":
        from costing.graph.preview.access import Access
        from costing.graph.preview.assumptions import Assumptions
        from costing.graph.source import SourceOptions

        access = Access(self.with_credentials, self.with_network, tuple(self.with_env or ()))
        assumptions = Assumptions(self.assume_ids, self.stack_outputs)
        return SourceOptions(access, region, self.python, assumptions, self.timeout)


@dataclass(frozen=True, slots=True)
class PricingOptions:
    """Options of an estimate."""

    usage: Usage = None
    region: Region = None
    prices: Prices = None
    free_tier: FreeTier = False


@dataclass(frozen=True, slots=True)
class CostLimits:
    """Options that decide the exit status of an estimate."""

    budget: Budget = None
    allow_gaps: AllowGaps = False


@dataclass(frozen=True, slots=True)
class OutputOptions:
    """Options of a result's place."""

    out: Out = None
    quiet: Quiet = False
