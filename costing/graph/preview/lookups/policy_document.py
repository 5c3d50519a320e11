"""Compute an IAM policy document, as the provider does.

https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/iam_policy_document,
read 2026-11-20.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from costing.graph.preview.lookups import Lookup, Unanswered
from costing.graph.preview.placeholder_values import Placeholders, digits
from costing.model import UNKNOWN

Statement = Mapping[str, Any]
VERSION = "2012-10-17"  # default version of the policy language


WHOLE = "getPolicyDocument.json"  # result name of an unknown document
PART = "getPolicyDocument.statements"  # result name of an unknown part


def policy_document(lookup: Lookup, placeholders: Placeholders) -> Mapping[str, Any]:
    """Return the document. Unknown parts are placeholders, or the whole document if necessary."""
    part = placeholders.placeholder("", PART)
    given = {key: with_placeholders(value, part) for key, value in lookup.arguments.items()}
    sources = [given.get("sourceJson"), *listed(given.get("sourcePolicyDocuments"))]
    overrides = [given.get("overrideJson"), *listed(given.get("overridePolicyDocuments"))]
    specified = listed(given.get("statements"))
    if part in (*sources, *overrides, *specified) or any(
        map(placeholders.is_placeholder, sources + overrides)
    ):
        whole = placeholders.placeholder("", WHOLE)
        return {**dict.fromkeys(("json", "minifiedJson", "id"), whole), "version": VERSION}
    statements = [
        *(each for document in sources for each in statements_of(document, lookup)),
        *(statement(each) for each in specified),
    ]
    for document in overrides:
        statements = overridden(statements, statements_of(document, lookup))
    document = {
        "Version": given.get("version") or VERSION,
        **({"Id": given["policyId"]} if given.get("policyId") else {}),
        "Statement": statements,
    }
    text = json.dumps(document, indent=2)
    return {
        **given,
        "json": text,
        "minifiedJson": json.dumps(document, separators=(",", ":")),
        "version": document["Version"],
        "id": str(int(digits(text, length=8), 16)),
    }


def with_placeholders(value: Any, placeholder: str) -> Any:
    match value:
        case Mapping():
            return {key: with_placeholders(item, placeholder) for key, item in value.items()}
        case list():
            return [with_placeholders(item, placeholder) for item in value]
    return placeholder if value is UNKNOWN else value


def listed(value: Any) -> list[Any]:
    """Return the items of a list; an unknown list is one unknown item."""
    return [value] if isinstance(value, str) else list(value or ())


def statement(specified: Mapping[str, Any]) -> Statement:
    lists = {
        "Action": specified.get("actions"),
        "NotAction": specified.get("notActions"),
        "Resource": specified.get("resources"),
        "NotResource": specified.get("notResources"),
    }
    people = {
        "Principal": principals(listed(specified.get("principals"))),
        "NotPrincipal": principals(listed(specified.get("notPrincipals"))),
        "Condition": conditions(listed(specified.get("conditions"))),
    }
    return {
        **({"Sid": specified["sid"]} if specified.get("sid") else {}),
        "Effect": specified.get("effect") or "Allow",
        **{name: one_or_all(backwards(each)) for name, each in lists.items() if each},
        **{name: each for name, each in people.items() if each},
    }


def backwards(each: Any) -> list[str]:
    return sorted(listed(each), reverse=True)


def principals(specified: Sequence[Any]) -> str | dict[str, Any]:
    """Return the principals by type; a placeholder for an unknown principal."""
    found: dict[str, list[str]] = {}
    for each in specified:
        if isinstance(each, str):
            return each
        found.setdefault(each["type"], []).extend(listed(each["identifiers"]))
    if found == {"*": ["*"]}:
        return "*"
    return {kind: one_or_all(backwards(each)) for kind, each in found.items()}


def conditions(specified: Sequence[Any]) -> str | dict[str, dict[str, Any]]:
    """Return the conditions by test; a placeholder for an unknown condition."""
    found: dict[str, dict[str, Any]] = {}
    for each in specified:
        if isinstance(each, str):
            return each
        found.setdefault(each["test"], {})[each["variable"]] = one_or_all(listed(each["values"]))
    return found


def one_or_all(each: list[str]) -> str | list[str]:
    return each[0] if len(each) == 1 else each


def statements_of(document: object, lookup: Lookup) -> Iterator[Statement]:
    if not document:
        return
    try:
        found = json.loads(str(document))["Statement"]
    except (ValueError, KeyError, TypeError) as error:
        raise Unanswered(f"{lookup.function}: invalid source document: {error}") from error
    yield from found if isinstance(found, list) else [found]


def overridden(statements: list[Statement], by: Iterable[Statement]) -> list[Statement]:
    """Return statements, those of the same Sid replaced and the others added."""
    found = list(statements)
    for each in by:
        sids = [other.get("Sid") for other in found]
        if each.get("Sid") in sids and each.get("Sid"):
            found[sids.index(each["Sid"])] = each
        else:
            found.append(each)
    return found
