"""From what Pulumi's engine writes to a Graph: previews, event logs, exported stacks.

`detect.read` tells the formats apart. All of them hold the engine's resource states
(`resource_v3`), in which marks stand for what is unknown or secret (`values`).
"""
