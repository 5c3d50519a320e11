"""An IAM policy document, computed as the provider computes it.

https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/iam_policy_document,
read 2026-11-20.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from costing.graph.preview.lookups import Lookup, Unanswered
from costing.graph.preview.placeholder_values import Handed, digits
from costing.model import UNKNOWN

Statement = Mapping[str, Any]
VERSION = "2012-10-17"  # of the policy language, where the program names none


WHOLE = "getPolicyDocument.json"  # stands for a document of which no part is known
PART = "getPolicyDocument.statements"  # stands for an unknown part of one


def policy_document(lookup: Lookup, handed: Handed) -> Mapping[str, Any]:
    """Compute the document. Its unknown parts are stand-ins, as is the whole where it must be."""
    part = handed.stand_in("", PART)
    given = {key: with_stand_ins(value, part) for key, value in lookup.arguments.items()}
    sources = [given.get("sourceJson"), *listed(given.get("sourcePolicyDocuments"))]
    overrides = [given.get("overrideJson"), *listed(given.get("overridePolicyDocuments"))]
    stated = listed(given.get("statements"))
    if part in (*sources, *overrides, *stated) or any(map(handed.is_stand_in, sources + overrides)):
        whole = handed.stand_in("", WHOLE)
        return {**dict.fromkeys(("json", "minifiedJson", "id"), whole), "version": VERSION}
    statements = [
        *(each for document in sources for each in statements_of(document, lookup)),
        *(statement(each) for each in stated),
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


def with_stand_ins(value: Any, stand_in: str) -> Any:
    match value:
        case Mapping():
            return {key: with_stand_ins(item, stand_in) for key, item in value.items()}
        case list():
            return [with_stand_ins(item, stand_in) for item in value]
    return stand_in if value is UNKNOWN else value


def listed(value: Any) -> list[Any]:
    """Return the items of a list; an unknown list counts as one unknown item."""
    return [value] if isinstance(value, str) else list(value or ())


def statement(stated: Mapping[str, Any]) -> Statement:
    lists = {
        "Action": stated.get("actions"),
        "NotAction": stated.get("notActions"),
        "Resource": stated.get("resources"),
        "NotResource": stated.get("notResources"),
    }
    people = {
        "Principal": principals(listed(stated.get("principals"))),
        "NotPrincipal": principals(listed(stated.get("notPrincipals"))),
        "Condition": conditions(listed(stated.get("conditions"))),
    }
    return {
        **({"Sid": stated["sid"]} if stated.get("sid") else {}),
        "Effect": stated.get("effect") or "Allow",
        **{name: one_or_all(backwards(each)) for name, each in lists.items() if each},
        **{name: each for name, each in people.items() if each},
    }


def backwards(each: Any) -> list[str]:
    return sorted(listed(each), reverse=True)


def principals(stated: Sequence[Any]) -> str | dict[str, Any]:
    """Return the principals by type; the stand-in of one that is unknown as a whole."""
    found: dict[str, list[str]] = {}
    for each in stated:
        if isinstance(each, str):
            return each
        found.setdefault(each["type"], []).extend(listed(each["identifiers"]))
    if found == {"*": ["*"]}:
        return "*"
    return {kind: one_or_all(backwards(each)) for kind, each in found.items()}


def conditions(stated: Sequence[Any]) -> str | dict[str, dict[str, Any]]:
    """Return the conditions by test; the stand-in of one that is unknown as a whole."""
    found: dict[str, dict[str, Any]] = {}
    for each in stated:
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
        raise Unanswered(f"{lookup.function}: a source document is no policy: {error}") from error
    yield from found if isinstance(found, list) else [found]


def overridden(statements: list[Statement], by: Iterable[Statement]) -> list[Statement]:
    """Replace statements of the same Sid; the others are added."""
    found = list(statements)
    for each in by:
        sids = [other.get("Sid") for other in found]
        if each.get("Sid") in sids and each.get("Sid"):
            found[sids.index(each["Sid"])] = each
        else:
            found.append(each)
    return found
