"""The least that a profile asks of a setting."""

from collections.abc import Iterable, Iterator

from infra.settings import Settings

Floor = tuple[str, int, int]  # a setting, its value and the least that will do


def below(settings: Settings, floors: Iterable[Floor]) -> Iterator[str]:
    for name, value, least in floors:
        if value < least:
            yield f"plimsoll:{name} is {value}, {needs(settings, str(least), 'raise')}"


def needs(settings: Settings, wanted: str, change: str = "change") -> str:
    """Say what the profile wants, and the way out for those who cannot give it."""
    way_out = "or set plimsoll:profile to dev"
    return f"and profile {settings.profile} needs {wanted}: {change} it, {way_out}"
