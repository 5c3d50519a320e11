"""Readers of input files (text, YAML, JSON) with size limits and line numbers in errors."""
