"""An IAM policy document, computed as the provider computes it.

https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/iam_policy_document,
read 2026-11-20.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from costing.preview.handed import Handed, digits
from costing.preview.lookups import Lookup, Unanswered

Statement = Mapping[str, Any]


def policy_document(lookup: Lookup, _handed: Handed) -> Mapping[str, Any]:
    given = lookup.arguments
    sources = [given.get("sourceJson"), *(given.get("sourcePolicyDocuments") or ())]
    overrides = [given.get("overrideJson"), *(given.get("overridePolicyDocuments") or ())]
    statements = [
        *(each for document in sources for each in statements_of(document, lookup)),
        *(statement(each) for each in given.get("statements") or ()),
    ]
    for document in overrides:
        statements = overridden(statements, statements_of(document, lookup))
    document = {
        "Version": given.get("version") or "2012-10-17",
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


def statement(stated: Mapping[str, Any]) -> Statement:
    lists = {
        "Action": stated.get("actions"),
        "NotAction": stated.get("notActions"),
        "Resource": stated.get("resources"),
        "NotResource": stated.get("notResources"),
    }
    people = {
        "Principal": principals(stated.get("principals") or ()),
        "NotPrincipal": principals(stated.get("notPrincipals") or ()),
        "Condition": conditions(stated.get("conditions") or ()),
    }
    return {
        **({"Sid": stated["sid"]} if stated.get("sid") else {}),
        "Effect": stated.get("effect") or "Allow",
        **{name: one_or_all(sorted(each, reverse=True)) for name, each in lists.items() if each},
        **{name: each for name, each in people.items() if each},
    }


def principals(stated: Iterable[Mapping[str, Any]]) -> str | dict[str, Any]:
    found: dict[str, list[str]] = {}
    for each in stated:
        found.setdefault(each["type"], []).extend(each["identifiers"])
    if found == {"*": ["*"]}:
        return "*"
    return {kind: one_or_all(sorted(each, reverse=True)) for kind, each in found.items()}


def conditions(stated: Iterable[Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for each in stated:
        found.setdefault(each["test"], {})[each["variable"]] = one_or_all(each["values"])
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
