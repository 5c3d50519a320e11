"""Readers of the files that Pulumi's engine writes: previews, event logs, exported stacks.

`detect.read` detects the format. All formats contain the engine's resource states
(`resource_v3`), in which special values represent unknown and secret values (`values`).
"""
