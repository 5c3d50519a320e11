"""Write JSON as Go's encoding/json does: sorted keys, no spaces, HTML escaped.

Programs receive structured settings in this form. Source: encode.go of Go 1.25, read 2026-11-30.
"""

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

PLAIN = (
    Decimal("1e-6"),
    Decimal("1e21"),
)  # numbers outside this range are written with an exponent
ESCAPED = {
    "<": "\\u003c",
    ">": "\\u003e",
    "&": "\\u0026",
    "\u2028": "\\u2028",
    "\u2029": "\\u2029",
}


def json_text(value: Any) -> str:
    match value:
        case Mapping():
            items = (f"{json_text(str(key))}:{json_text(value[key])}" for key in sorted(value))
            return f"{{{','.join(items)}}}"
        case list():
            return f"[{','.join(map(json_text, value))}]"
        case float():
            return float_text(value)
        case None | bool() | int():
            return json.dumps(value)
    text = json.dumps(str(value), ensure_ascii=False)
    for character, escape in ESCAPED.items():
        text = text.replace(character, escape)
    return text


def float_text(value: float) -> str:
    """Return a float's shortest representation. Raise ValueError if it is not finite."""
    exact = Decimal(repr(value or 0.0))  # Pulumi's intermediate YAML has no -0.0
    if not exact.is_finite():
        raise ValueError(f"{value} cannot be written as JSON; write a finite number")
    if not exact or PLAIN[0] <= abs(exact) < PLAIN[1]:
        return f"{exact:f}".removesuffix(".0")
    sign, digits, _ = exact.normalize().as_tuple()
    mantissa = "".join(map(str, digits))
    fraction = f".{mantissa[1:]}" if len(mantissa) > 1 else ""
    return f"{'-' * sign}{mantissa[0]}{fraction}e{exact.adjusted():+}"
