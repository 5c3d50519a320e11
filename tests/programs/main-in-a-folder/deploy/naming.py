"""How things are called."""

import pulumi


def name(what: str) -> str:
    return f"{pulumi.get_project()}-{pulumi.get_stack()}-{what}"
