"""Commands, one module each; `plimsoll.cli` assembles them.

A command imports what it needs when it runs, so that --help stays fast.
"""
