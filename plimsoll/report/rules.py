"""List of rules, and one rule with all its fields."""

import json
from collections.abc import Collection, Iterator
from textwrap import fill, indent
from typing import Any

from costing.errors import nearest
from policies.engine.errors import SettingError
from policies.engine.examples import examples
from policies.engine.finding import json_value
from policies.engine.fix_forms import fix_of
from policies.engine.former_ids import current_id
from policies.engine.frameworks import controls
from policies.engine.profiles import level, profiles_of
from policies.engine.rule import Rule

WIDTH = 100


def rules_json(rules: Collection[Rule]) -> str:
    return written([fields(rule) for rule in rules])


def rules_table(rules: Collection[Rule]) -> str:
    widest = max(len(rule.name) for rule in rules)
    lines = [
        f"{rule.name:<{widest}}  {rule.severity:<8}  {rule.concern:<12}  {kinds(rule)}"
        for rule in sorted(rules, key=lambda rule: (rule.concern, rule.name))
    ]
    return "\n".join([*lines, "", f"{len(rules)} rules"]) + "\n"


def kinds(rule: Rule) -> str:
    """Return the types in the SDK's spelling, "rds.Instance"."""
    first = [kind.split(":")[1].split("/")[0] + "." + kind.split(":")[2] for kind in rule.types]
    short = list(dict.fromkeys(first))
    more = f" and {len(short) - 2} more" if len(short) > 2 else ""  # noqa: PLR2004
    return f"{', '.join(short[:2])}{more}"


def rule_named(rules: Collection[Rule], name: str) -> Rule:
    """Return a rule by its id, a former id, or a Checkov or Prowler id. Raise SettingError."""
    name = current_id(name, "rules show")
    found = [rule for rule in rules if rule.name == name] or [
        rule for rule in rules if name in rule.same_intent_as
    ]
    if not found:
        raise SettingError(f'unknown rule "{name}"{nearest(name, [rule.name for rule in rules])}')
    return found[0]


def rule_json(rule: Rule) -> str:
    return written(fields(rule))


def rule_table(rule: Rule) -> str:
    return "\n".join(described(rule)) + "\n"


def described(rule: Rule) -> Iterator[str]:
    yield f"{rule.name}: {rule.severity}, {rule.concern}"
    yield fill(rule.title, WIDTH)
    yield ""
    yield fill(f"risk      {rule.risk}", WIDTH, subsequent_indent=" " * 10)
    yield f"fix       {rule.fix}"
    yield from other_forms(rule)
    yield f"AWS docs  {rule.aws_docs}"
    yield fill(f"types     {', '.join(rule.types)}", WIDTH, subsequent_indent=" " * 10)
    if level(rule, "dev") == "disabled":
        yield f"profiles  {', '.join(profiles_of(rule))}"
    for setting in rule.settings:
        default = json.dumps(setting.default, default=json_value)
        yield f"setting   {setting.name}: {setting.meaning} (default {default})"
    if rule.subsumes:
        yield fill(f"subsumes  {', '.join(rule.subsumes)}", WIDTH, subsequent_indent=" " * 10)
    if rule.same_intent_as:
        yield f"also as   {', '.join(rule.same_intent_as)}"
    for framework, listed in sorted(controls(rule.name).items()):
        text = f"control   {framework}: {', '.join(listed)}"
        yield fill(text, WIDTH, subsequent_indent=" " * 10)
    example = examples()[rule.name]
    for label, code in (("violation", example.violation), ("pass", example.passing)):
        yield ""
        yield f"example ({label}):"
        yield indent(code, "    ")


def other_forms(rule: Rule) -> Iterator[str]:
    """Yield the fix in the other languages, and the fixes of types for which it differs."""
    fix = fix_of(rule.fix)
    forms = fix.forms if fix else {}
    for language in ("typescript", "yaml"):
        if language in forms:
            yield f"  {language}"
            yield indent(forms[language], " " * 10)
    for kind, text in sorted(rule.fixes.items()):
        yield fill(f"  {kind}: {text}", WIDTH, subsequent_indent=" " * 10)


def fields(rule: Rule) -> dict[str, Any]:
    return {
        "rule": rule.name,
        "title": rule.title,
        "concern": rule.concern,
        "severity": rule.severity,
        "types": list(rule.types),
        "controls": {name: list(listed) for name, listed in controls(rule.name).items()},
        "same_intent_as": list(rule.same_intent_as),
        "risk": rule.risk,
        "fix": rule.fix,
        "fixes": dict(rule.fixes),
        "url": rule.aws_docs,
        "production": rule.production,
        "profiles": profiles_of(rule),
        "subsumes": list(rule.subsumes),
        "settings": {setting.name: setting.schema for setting in rule.settings},
    }


def written(value: object) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False, default=json_value) + "\n"
