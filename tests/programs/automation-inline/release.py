"""Deploy with the Automation API: python release.py [preview]."""

import sys

from program import pulumi_program
from pulumi import automation as auto

if __name__ == "__main__":
    stack = auto.create_or_select_stack(
        stack_name="dev", project_name="automation-inline", program=pulumi_program
    )
    stack.set_config("aws:region", auto.ConfigValue("us-east-1"))
    action = stack.preview if "preview" in sys.argv else stack.up
    action(on_output=print)
