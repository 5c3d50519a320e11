"""Former rule ids, accepted as aliases in waivers, options, baselines and pack configuration."""

import csv
import logging
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

LOG = logging.getLogger("policies")


@cache
def former_ids() -> Mapping[str, str]:
    """Return former id → current id, from data/former_rule_ids.csv."""
    text = files("policies").joinpath("data/former_rule_ids.csv").read_text(encoding="utf-8")
    return {row["former"]: row["id"] for row in csv.DictReader(text.splitlines())}


def current_id(rule: str, where: str) -> str:
    """Return the current id of a rule; log one warning for a former id.

    `where` names the place of the id in the warning: a file, an option.
    """
    renamed = former_ids().get(rule)
    if renamed is None:
        return rule
    LOG.warning('%s: rule "%s" is now "%s"', where, rule, renamed)
    return renamed
