"""Table of the commands: a command's module is imported when the command runs."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from plimsoll.exit_status import EXIT_STATUS, LOOKUP_STATUS, PLAN_STATUS, REFRESH_STATUS


@dataclass(frozen=True, slots=True)
class Command:
    place: str  # "module:function" in plimsoll.commands
    purpose: str = ""  # the docstring's first line; of subcommands, only the function has it
    status: str = EXIT_STATUS  # end of the help


@dataclass(frozen=True, slots=True)
class Group:
    purpose: str
    commands: Mapping[str, Command] = field(default_factory=dict)


COMMANDS: Mapping[str, Command | Group] = {
    "report": Command(
        "report:report",
        "Estimate and check a stack in one pass; write it as HTML, JSON and Markdown.",
    ),
    "cost": Command("cost:cost", "Estimate the monthly cost of a stack, charge by charge."),
    "check": Command(
        "check:check", "Check a stack against security, availability, cost and operations rules."
    ),
    "diff": Command(
        "diff:diff", "Compare cost and findings of two versions of a stack and name the causes."
    ),
    "explain": Command(
        "explain:explain",
        "Show how the cost of a resource is calculated, from input to price source.",
    ),
    "price": Command("price:price", "Price one resource without a program."),
    "graph": Command("graph:graph", "Print the resources of a stack and their references."),
    "preflight": Command(
        "preflight:preflight",
        "Check an AWS account before the first deployment; reads the account, changes nothing.",
    ),
    "actuals": Command(
        "actuals:actuals",
        "Analyze a bill; with --against, explain its difference from an estimate.",
        LOOKUP_STATUS,
    ),
    "commitments": Command(
        "commitments:commitments",
        "Recommend Savings Plans for the on-demand EC2 usage of a bill.",
        LOOKUP_STATUS,
    ),
    "comment": Command(
        "comment:comment",
        "Post a Markdown report to a pull request, or update the comment of the last run.",
        LOOKUP_STATUS,
    ),
    "plan": Command(
        "plan:plan",
        "Find the cheapest design of a workload that reaches its objective.",
        PLAN_STATUS,
    ),
    "tradeoffs": Command(
        "tradeoffs:tradeoffs",
        "Show what each availability decision of a stack costs and which service it buys.",
        PLAN_STATUS,
    ),
    "simulate": Command(
        "simulate:simulate",
        "Replay the scaling policies of a stack on a demand trace.",
        PLAN_STATUS,
    ),
    "recommendations": Command(
        "recommendations:recommendations",
        "Show changes that lower the cost of a stack, each with its monthly saving and risk.",
        PLAN_STATUS,
    ),
    "lsp": Command(
        "lsp:lsp",
        "Show costs and findings of Pulumi programs in an editor: a language server on standard "
        "input.",
        LOOKUP_STATUS,
    ),
    "mcp": Command(
        "mcp:mcp",
        "Serve the commands as tools for coding agents, over MCP on standard input and output.",
        LOOKUP_STATUS,
    ),
    "init": Command(
        "init:init",
        "Set up a project: write a usage file for each stack and propose profile and budget.",
        LOOKUP_STATUS,
    ),
    "doctor": Command(
        "doctor:doctor",
        "Check Python, Pulumi, prices, interpreters and files; needs no network, runs no program.",
        LOOKUP_STATUS,
    ),
    "prices": Group(
        "Look up, refresh and compare prices.",
        {
            "list": Command("prices:list_prices", status=LOOKUP_STATUS),
            "show": Command("prices:show_price", status=LOOKUP_STATUS),
            "refresh": Command("prices:refresh_prices", status=REFRESH_STATUS),
            "diff": Command("prices:diff_prices", status=LOOKUP_STATUS),
        },
    ),
    "rules": Group(
        "List, show and test rules; configure the policy pack.",
        {
            "list": Command("rules:list_rules", status=LOOKUP_STATUS),
            "show": Command("rules:show_rule", status=LOOKUP_STATUS),
            "config": Command("rules:print_config", status=LOOKUP_STATUS),
            "test": Command("rules:run_examples", status=LOOKUP_STATUS),
        },
    ),
    "spot": Group(
        "Record the Spot market of your account.",
        {
            "collect": Command("spot:collect", status=LOOKUP_STATUS),
            "show": Command("spot:show", status=LOOKUP_STATUS),
        },
    ),
    "usage": Group(
        "Write and update usage files.",
        {
            "init": Command("usage:init_usage", status=LOOKUP_STATUS),
            "learn": Command("usage_learn:learn_usage", status=LOOKUP_STATUS),
        },
    ),
}
