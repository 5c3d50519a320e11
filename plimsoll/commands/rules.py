"""Commands `rules list`, `rules show` and `rules config`."""

from pathlib import Path
from typing import Annotated

import typer

from plimsoll import options as o
from plimsoll.output import emit
from plimsoll.report.formats import written


def list_rules(format_: o.Listing = "table", out: o.Out = None) -> None:
    """List all rules with severity, concern and resource types."""
    from policies import RULES

    emit(written("rules", format_, RULES), out)


def show_rule(
    name: Annotated[
        str,
        typer.Argument(metavar="RULE", help="Id of the rule, or a Checkov or Prowler check id."),
    ],
    format_: o.Listing = "table",
    out: o.Out = None,
) -> None:
    """Show a rule: risk, fix, AWS documentation, controls and examples."""
    from plimsoll.report.rules import rule_named
    from policies import RULES

    emit(written("rule", format_, rule_named(RULES, name)), out)


def print_config(
    profile: Annotated[
        str | None,
        typer.Option("--profile", help="Rule profile: dev, prod or regulated. Default: prod."),
    ] = None,
    waivers: Annotated[
        Path | None, typer.Option("--waivers", help="YAML file with waivers. Default: none.")
    ] = None,
    *,
    remediate: Annotated[
        bool,
        typer.Option(
            "--remediate",
            help="Let the policy pack change inputs of rules that have a safe remediation.",
        ),
    ] = False,
    out: o.Out = None,
) -> None:
    """Print a policy pack configuration, for the option --policy-pack-config of pulumi."""
    from policies import RULES
    from policies.crossguard.config import pack_config
    from policies.engine.profiles import PROFILE
    from policies.engine.waivers import read

    given = read(waivers) if waivers else ()
    emit(pack_config(RULES, profile or PROFILE, given, remediate=remediate), out)
