"""Commands `rules list`, `rules show`, `rules config` and `rules test`."""

from pathlib import Path
from typing import Annotated

import typer

from plimsoll import options as o
from plimsoll.output import emit, finish
from plimsoll.report.formats import written


def list_rules(rules: o.Rules = None, format_: o.Listing = "table", out: o.Out = None) -> None:
    """List all rules with severity, concern and resource types."""
    from policies import RULES
    from policies.custom.load import with_custom

    emit(written("rules", format_, with_custom(RULES, rules or ())), out)


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
    rules: o.Rules = None,
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
    from policies.custom.load import with_custom
    from policies.engine.profiles import PROFILE
    from policies.engine.waivers import read

    given = read(waivers) if waivers else ()
    every = with_custom(RULES, rules or ())
    emit(pack_config(every, profile or PROFILE, given, remediate=remediate), out)


def run_examples(
    paths: Annotated[
        list[Path],
        typer.Argument(metavar="PATH...", help="Python or YAML files, or folders, with rules."),
    ],
    *,
    quiet: o.Quiet = False,
) -> None:
    """Run the examples of your own rules; exit 1 if a rule gets a wrong verdict."""
    from policies import RULES
    from policies.custom.examples import verdict_of
    from policies.custom.load import load, with_custom

    with_custom(RULES, paths)  # an id of a built-in rule is an error
    custom = load(paths)
    wrong = []
    for case in custom.examples:
        verdict, message = verdict_of(case)
        if verdict != case.verdict:
            place = f"{case.place}: " if case.place else ""
            note = f" ({message})" if message else ""
            wrong.append(f"{place}{case}: got {verdict}{note}")
    shown = {case.rule.name for case in custom.examples}
    untested = [rule.name for rule in custom.rules if rule.name not in shown]
    counted = f"{len(custom.rules)} rules, {len(custom.examples)} examples, {len(wrong)} wrong"
    lines = [*wrong, *(f"{name}: no examples" for name in untested), counted]
    emit("\n".join(lines) + "\n", None, quiet=quiet)
    finish([f"{len(wrong)} examples with a wrong verdict"] if wrong else [], quiet=quiet)
