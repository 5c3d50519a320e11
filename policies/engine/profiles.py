"""Profiles: enforcement level of each rule, from the rule's severity."""

from collections.abc import Mapping
from typing import Literal, get_args

from policies.engine.errors import SettingError
from policies.engine.rule import Rule, Severity

Profile = Literal["dev", "prod", "regulated"]
Level = Literal["mandatory", "advisory", "remediate", "disabled"]

PROFILE: Profile = "prod"
SEVERITIES: tuple[Severity, ...] = ("critical", "high", "medium", "low")
MANDATORY: Mapping[Profile, tuple[Severity, ...]] = {
    "dev": ("critical",),
    "prod": ("critical", "high"),
    "regulated": ("critical", "high", "medium"),
}


def level(rule: Rule, profile: Profile) -> Level:
    """Return the enforcement level; a rule is disabled at the profiles that it is not for.

    Profile `dev` also disables rules of severity low unless they save cost.
    """
    if profile == "dev" and (rule.production or is_hygiene(rule)):
        return "disabled"
    if rule.regulated and profile != "regulated":
        return "disabled"
    return "mandatory" if rule.severity in MANDATORY[profile] else "advisory"


def is_hygiene(rule: Rule) -> bool:
    return rule.severity == "low" and rule.concern != "cost"


def profiles_of(rule: Rule) -> list[Profile]:
    """Return the profiles at which the rule is on."""
    return [each for each in get_args(Profile) if level(rule, each) != "disabled"]


def chosen(option: str | None, setting: str | None, stack: str) -> tuple[str, str]:
    """Return the profile, and its origin as text."""
    if option is not None:
        return option, "from --profile"
    if setting is not None:
        return setting, "from plimsoll:profile"
    name = stack.rpartition("/")[2]
    if name in get_args(Profile):
        return name, "from the stack's name"
    return PROFILE, "the default"


def named(profile: str) -> Profile:
    """Return a profile by its name. Raises SettingError."""
    for each in get_args(Profile):
        if each == profile:
            return each  # type: ignore[no-any-return]
    known = ", ".join(get_args(Profile))
    raise SettingError(f'unknown profile "{profile}"; use one of: {known}')
