"""Rules for Amazon SageMaker."""

from policies.engine.rule import Rule
from policies.rules.sagemaker import endpoint, notebook, training

RULES: tuple[Rule, ...] = (
    *endpoint.RULES,
    *notebook.RULES,
    *training.RULES,
)
