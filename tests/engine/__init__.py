"""Tests with Pulumi's engine: its command line, a language host and an AWS provider double."""
