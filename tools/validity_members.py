"""Propose rows of policies/validity/members.csv: python -m tools.validity_members [SERVICE].

Prints the members with constraints whose names are like those of inputs, and that neither
members.csv nor left_out.csv names. Compare each row with AWS's and the provider's documentation,
then add it to one of the two files and run python -m tools.validity_constraints.
"""

import csv
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from typing import Any

from tools import provider_schema
from tools.api_models import Shape, below, constraints, member
from tools.validity_constraints import FOLDER, members

CHECKS = ("enum", "pattern", "length", "range", "items", "required")
DEEPEST = 7  # nested blocks
LONG, HUGE = 1024, 2**31 - 1  # bounds that no program reaches
# Patterns that every value of a program matches.
ANY_TEXT = re.compile(
    r"""\^?(\(\?s\))?(\.[*+]|\[\\S\\s\][*+]|\[\\s\\S\][*+]|\\S\+|\[\\S\]\+|\[\^\\s\]\+|\.\*\\S\.\*
    |\[\^\\x0[0a]\S*\]\+|\.\{1,2048\}|\[\\u0020-\\uD7FF\S*\][*+]|\[\\p\{all\}\][*+]|\[\^:\]\.\*
    |\(\?!\\s\*\$\)\.\+|\[\\p\{L\}\\p\{M\}\\p\{Z\}\\p\{S\}\\p\{N\}\\p\{P\}\]\*|\.\*\(\?:\[.*\)\*)\$?""",
    re.VERBOSE,
)
# ARNs and ids name partitions, regions and forms that AWS adds to; URLs are long.
ID_PATTERN = re.compile(
    r"arn\\?:|(sg|subnet|vpc|fs|tgw|vpce|mw|pool)-|\b[swd]-\(|dkr|https?|kafka:|smk|u002F|o-\["
)
ID_INPUT = re.compile(r"(Arn|Arns|Id|Ids|KeyId|Uri|Url)(\[\])?$")


@dataclass(frozen=True)
class Candidate:
    type: str
    input: str
    service: str
    operation: str
    member: str
    checks: tuple[str, ...]


@dataclass(frozen=True)
class Provider:
    """Inputs of the AWS provider's resources and nested blocks."""

    inputs: Mapping[str, Mapping[str, str]]  # class → input → type
    required: Mapping[str, frozenset[str]]  # class → inputs
    resources: Mapping[str, str]  # token → class


@cache
def provider() -> Provider:
    sdk = provider_schema.read(provider_schema.installed())
    reference, parsed = provider_schema.reference, provider_schema.parsed
    classes = {
        reference(name, module): (module, annotations)
        for (module, name), annotations in sdk.classes.items()
        if name.endswith("Args")
    }
    return Provider(
        {
            name: {
                key: provider_schema.input_type(parsed(text), module)
                for key, text in annotations.items()
            }
            for name, (module, annotations) in classes.items()
        },
        {
            name: frozenset(key for key, text in annotations.items() if "Optional" not in text)
            for name, (_, annotations) in classes.items()
        },
        {token: reference(name, module) for token, (module, name) in sdk.arguments.items()},
    )


def plain(name: str) -> str:
    """Return a name without case, separators and plural."""
    name = name.lower().replace("_", "").replace("-", "")
    for plural, singular in (("ies", "y"), ("ses", "s"), ("xes", "x"), ("ss", "ss"), ("s", "")):
        if name.endswith(plural):
            return name.removesuffix(plural) + singular
    return name


def candidates(operation: Mapping[str, str]) -> Iterator[Candidate]:
    """Yield the pairs of an input and a member with constraints, for one resource type."""
    service, root = operation["service"], operation["root"]
    shape, _ = member(service, operation["operation"], root)
    for path, found, checks in pairs(service, shape, provider().resources[operation["type"]]):
        whole = f"{root}.{found}" if root else found
        yield Candidate(
            operation["type"], path, service, operation["operation"], whole, tuple(checks)
        )


def pairs(
    service: str, shape: Shape, block: str, above: tuple[str, ...] = ()
) -> Iterator[tuple[str, str, list[str]]]:
    """Yield input path, member path and checks below a block and a structure."""
    if shape["type"] != "structure" or len(above) > DEEPEST or block in above:
        return
    by_name: dict[str, list[str]] = {}
    for name, _ in below(service, shape):
        by_name.setdefault(plain(name), []).append(name)
    shapes = dict(below(service, shape))
    for key, type_ in provider().inputs[block].items():
        own = block.rpartition("/")[2] if not above else ""  # "name" may be "FunctionName"
        names = by_name.get(plain(key), []) or by_name.get(plain(f"{own}{key}"), [])
        if not names or key in ("region", "tags"):
            continue
        name = next((each for each in names if each.lower() == key.lower()), names[0])
        required = above and name in shape.get("required", ()) and key in provider().required[block]
        for path, found, checks in values(service, shapes[name], type_, (*above, block)):
            extra = ["required"] if required and not path else []
            if checks or extra:
                yield f"{key}{path}", f"{name}{found}", [*checks, *extra]


def values(
    service: str, shape: Shape, type_: str, above: tuple[str, ...]
) -> Iterator[tuple[str, str, list[str]]]:
    """Yield path, member path and checks of a value, its items and the inputs of its blocks."""
    wrapped = ""
    if type_.startswith("[") and {"Items", "Quantity"} <= {*shape.get("members", ())}:
        shape, wrapped = dict(below(service, shape))["Items"], ".Items"
    yield "", wrapped, applicable(shape, type_)
    if type_.startswith("[") and shape["type"] == "list":
        each = dict(below(service, shape))["[]"]
        for path, found, checks in values(service, each, type_[1:-1], above):
            yield f"[]{path}", f"{wrapped}[]{found}", checks
    elif type_ in provider().inputs:
        if shape["type"] == "list":  # of at most one item, in the provider's schema
            shape, wrapped = dict(below(service, shape))["[]"], f"{wrapped}[]"
        for path, found, checks in pairs(service, shape, type_, above):
            yield f".{path}", f"{wrapped}.{found}", checks


def applicable(shape: Shape, type_: str) -> list[str]:
    """Return the checks that the constraints of a shape allow on an input of a type."""
    found, kind = constraints(shape), shape["type"]
    least, most = found.get("min", 0), found.get("max", HUGE)
    match kind:
        case "string" if "enum" in found:
            return ["enum"]
        case "string" if type_ == "text":
            pattern = found.get("pattern", "")
            if ID_PATTERN.search(pattern):
                return []
            checks = ["pattern"] if pattern and is_useful(pattern) else []
            return [*checks, "length"] if least > 1 or most < LONG else checks
        case "integer" | "long" | "float" | "double" if type_ in ("integer", "number", "text"):
            return ["range"] if least > 0 or most < HUGE else []
        case "list" | "map" if type_[0] in "[{":
            return ["items"] if least > 1 or most < HUGE else []
    return []


def is_useful(pattern: str) -> bool:
    """Return whether a pattern refuses a value; one without translation has to be left out."""
    return not ANY_TEXT.fullmatch(pattern)


def read(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def is_left_out(found: Candidate, check: str, left_out: list[dict[str, str]]) -> bool:
    if check in ("pattern", "length") and ID_INPUT.search(found.input):
        return True
    return any(
        fnmatchcase(found.type, row["types"])
        and re.fullmatch(row["inputs"], found.input)
        and (row["checks"] == "*" or check in row["checks"].split())
        for row in left_out
    )


def unreviewed(service: str = "") -> Iterator[Candidate]:
    """Yield the candidates, with the checks that no file names."""
    reviewed = {(row["type"], row["input"]): row["checks"].split() for row in members()}
    left_out = read("left_out.csv")
    for operation in read("operations.csv"):
        if service in ("", operation["service"]):
            for found in candidates(operation):
                known = reviewed.get((found.type, found.input), [])
                left = [
                    check
                    for check in found.checks
                    if check not in known and not is_left_out(found, check, left_out)
                ]
                if left:
                    yield Candidate(**{**vars(found), "checks": tuple(left)})


def main() -> None:
    writer: Any = csv.writer(sys.stdout, lineterminator="\n")
    for each in unreviewed(*sys.argv[1:]):
        row = (each.type, each.input, each.service, each.operation, each.member)
        writer.writerow((*row, " ".join(each.checks), ""))


if __name__ == "__main__":
    main()
