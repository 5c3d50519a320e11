"""Program shared with a script that uses the Automation API."""

from program import pulumi_program

pulumi_program()
