"""Message formats that the areas' validations share."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Minimum:
    """Smallest value of a setting that meets a production profile."""

    setting: str
    value: int
    least: int
    reason: str  # noun phrase: "the number of zones"


def below_minimum(minimums: Iterable[Minimum]) -> Iterator[str]:
    for each in minimums:
        if each.value < each.least:
            yield (
                f"plimsoll:{each.setting}: {each.value} is below {each.reason} ({each.least}); set "
                f"at least {each.least}, or set plimsoll:profile to dev"
            )


def not_allowed(setting: str, value: object, profile: str, expected: str) -> str:
    """Return the message for a value that a production profile does not allow."""
    return (
        f"plimsoll:{setting}: {value} is not allowed by profile {profile}; set {expected}, or set "
        "plimsoll:profile to dev"
    )


def above_maximum(setting: str, value: int, limit: str, limit_value: int) -> str:
    """Return the message for a value above the value of another setting."""
    return (
        f"plimsoll:{setting}: {value} is above {limit} ({limit_value}); set at most {limit_value}, "
        f"or raise {limit}"
    )
