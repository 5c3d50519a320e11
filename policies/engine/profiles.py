"""A profile says what production is: which rules block, which advise, which are not asked at all.

Severity says how bad it is, the level what happens: no rule is tuned by hand.
"""

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
    """A second zone, a standby, a protection from deletion are not asked of `dev`."""
    if rule.production and profile == "dev":
        return "disabled"
    return "mandatory" if rule.severity in MANDATORY[profile] else "advisory"


def chosen(option: str | None, setting: str | None, stack: str) -> tuple[str, str]:
    """Return the profile to check at, and what it comes from."""
    if option is not None:
        return option, "from --profile"
    if setting is not None:
        return setting, "from plimsoll:profile"
    name = stack.rpartition("/")[2]
    if name in get_args(Profile):
        return name, "from the stack's name"
    return PROFILE, "the default"


def named(profile: str) -> Profile:
    """Raises SettingError for a profile that is none."""
    for each in get_args(Profile):
        if each == profile:
            return each  # type: ignore[no-any-return]
    known = ", ".join(get_args(Profile))
    raise SettingError(f'unknown profile "{profile}"; use one of: {known}')
