"""The options that several commands share."""

from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

if TYPE_CHECKING:
    from costing.graph.source import SourceOptions


def usd(text: str) -> Decimal:
    try:
        value = Decimal(text.replace("_", ""))
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite() or value < 0:
        raise typer.BadParameter(f"{text!r} is no sum in USD")
    return value


Source = Annotated[
    str,
    typer.Argument(
        help="A folder with a Pulumi.yaml, a preview or state as JSON, - for stdin, or git:REV.",
        metavar="[SOURCE]",
    ),
]
Stack = Annotated[str | None, typer.Option("--stack", "-s", help="Which stack of the program.")]
Python = Annotated[
    str | None,
    typer.Option(
        "--python",
        metavar="PATH",
        help="Python interpreter or virtual environment that runs the program; default: its own.",
    ),
]
Out = Annotated[
    Path | None, typer.Option("--out", "-o", help="Write there instead of standard output.")
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but errors.")]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="List what is left out, too.")]

WithCredentials = Annotated[
    bool,
    typer.Option(
        "--with-credentials",
        help="Give the program your AWS configuration and home folder; by default it has neither.",
    ),
]
WithNetwork = Annotated[
    bool,
    typer.Option(
        "--with-network",
        help="Give the program the network; by default it is cut off where Linux permits that.",
    ),
]
WithEnv = Annotated[
    list[str] | None,
    typer.Option(
        "--with-env",
        metavar="NAME",
        help="Give the program this environment variable; repeatable.",
    ),
]
AssumeIds = Annotated[
    bool,
    typer.Option(
        "--assume-ids",
        help=(
            "Give the program made-up ids, ARNs and names for resources that do not exist yet, so "
            "that callbacks (apply) run on them. Risk: a callback that runs a command or calls an "
            "API then acts on resources that do not exist. Default: callbacks on unknown values "
            "are not run, as in pulumi preview."
        ),
    ),
]
StackOutputs = Annotated[
    Path | None,
    typer.Option(
        "--stack-outputs",
        help=(
            "YAML or JSON file with outputs of other stacks, for StackReference: the name of each "
            "stack, its outputs below it. Default: plimsoll:stackOutputs of the stack's settings, "
            "then the local backend (file://)."
        ),
    ),
]

Usage = Annotated[
    Path | None,
    typer.Option("--usage", help="YAML: requests, GB, hours; else the stack's plimsoll:usage."),
]
Region = Annotated[
    str | None,
    typer.Option(
        "--region",
        help="For resources whose source names no region; else AWS_REGION, AWS_DEFAULT_REGION.",
    ),
]
Prices = Annotated[
    Path | None, typer.Option("--prices", help="YAML: your own discounts and private prices.")
]
Budget = Annotated[
    Decimal | None,
    typer.Option(
        "--budget",
        help="USD a month; exit 1 above it. The upper estimate is compared.",
        parser=usd,
        metavar="USD",
    ),
]
AllowGaps = Annotated[bool, typer.Option("--allow-gaps", help="A gap does not fail.")]
FreeTier = Annotated[
    bool, typer.Option("--free-tier", help="Count the always-free allowances, once.")
]
By = Annotated[str, typer.Option("--by", help="Totals by component, service, type or tag:KEY.")]

Profile = Annotated[
    str | None,
    typer.Option(
        "--profile",
        help="dev, prod or regulated; else plimsoll:profile, else the stack's name, else prod.",
    ),
]
Waivers = Annotated[
    Path | None, typer.Option("--waivers", help="YAML; else the stack's plimsoll:waivers.")
]
Remediate = Annotated[
    bool, typer.Option("--remediate", help="Let the engine put right what is safe to.")
]
Framework = Annotated[
    str | None, typer.Option("--framework", help="Only the rules that a control of it asks for.")
]
ByControl = Annotated[
    bool, typer.Option("--compliance", help="Control by control, of the --framework.")
]
Only = Annotated[list[str] | None, typer.Option("--only", help="Only this rule; repeatable.")]
Skip = Annotated[list[str] | None, typer.Option("--skip", help="Not this rule; repeatable.")]
Baseline = Annotated[
    Path | None, typer.Option("--baseline", help="A former report; only what is new fails.")
]
FailOn = Annotated[
    Literal["critical", "high", "medium", "low"] | None,
    typer.Option("--fail-on", help="A violation of this severity or a worse one fails."),
]
Strict = Annotated[bool, typer.Option("--strict", help="What cannot be decided yet fails, too.")]


def source_options(
    with_credentials: bool,  # noqa: FBT001 (the options of each command)
    with_network: bool,  # noqa: FBT001
    with_env: list[str] | None,
    python: str | None,
    region: str | None = None,
    *,
    assume_ids: bool = False,
    stack_outputs: Path | None = None,
) -> "SourceOptions":
    """Return the options of a command that change what its source holds."""
    from costing.graph.preview.access import Access
    from costing.graph.preview.assumptions import Assumptions
    from costing.graph.source import SourceOptions

    access = Access(with_credentials, with_network, tuple(with_env or ()))
    return SourceOptions(access, region, python, Assumptions(assume_ids, stack_outputs))
