"""Imports of an analysis, done once before its process is forked."""

import costing.estimate.estimate
import costing.graph.preview.session
import costing.graph.source
import costing.prices.book
import costing.usage.keys
import plimsoll.commands.check
import plimsoll.commands.cost
import plimsoll.report.explanation
import policies

LOADED = (
    costing.estimate.estimate,
    costing.graph.preview.session,
    costing.graph.source,
    costing.prices.book,
    costing.usage.keys,
    plimsoll.commands.check,
    plimsoll.commands.cost,
    plimsoll.report.explanation,
    policies.RULES,
)
