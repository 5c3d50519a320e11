"""Fuzzer: stacks of the SDK's own schema, with invariants of estimates, findings and reports."""
