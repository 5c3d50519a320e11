"""Evaluate Pulumi YAML programs: resources, variables, outputs, `${...}` and `fn::` functions.

The language: pulumi/pulumi-yaml v1.25.0, pkg/pulumiyaml, read 2026-12-01.
"""
