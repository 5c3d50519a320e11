"""Components of other packages, which a provider's own program would expand."""

from costing.preview import outputs


def expand(recorder, recorded):
    return outputs.Answer("", {}, {})


def call(token):
    return {}
