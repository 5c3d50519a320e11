"""Rules for Amazon SageMaker."""

from policies.engine.rule import Rule
from policies.rules.sagemaker import endpoint, job_security, jobs, notebook, training

RULES: tuple[Rule, ...] = (
    *endpoint.RULES,
    *job_security.RULES,
    *jobs.RULES,
    *notebook.RULES,
    *training.RULES,
)
