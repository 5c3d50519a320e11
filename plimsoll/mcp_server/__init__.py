"""MCP server: the commands as tools for coding agents, with compact answers.

A tool runs a command of `plimsoll` in a process of its own, so that errors are the command's and
a program cannot reach the protocol stream. Nothing is written.
"""
