"""Rules for Amazon SageMaker."""

from policies.engine.rule import Rule
from policies.rules.sagemaker import endpoint, jobs, notebook, training

RULES: tuple[Rule, ...] = (
    *endpoint.RULES,
    *jobs.RULES,
    *notebook.RULES,
    *training.RULES,
)
