"""Values of options: amounts, durations, numbers."""

from decimal import Decimal, InvalidOperation

import typer


def usd(text: str) -> Decimal:
    try:
        value = Decimal(text.replace("_", ""))
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite() or value < 0:
        raise typer.BadParameter(f"{text!r} is not an amount in USD; write a number such as 500")
    return value


def seconds(text: str) -> float:
    from costing.graph.preview.time_limit import seconds_of

    try:
        return seconds_of(text)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error


def number(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation as error:
        raise typer.BadParameter(f"{text!r} is not a number; write one such as 0.92") from error
