"""The real engine in tests: Pulumi's own command line, a language host, an AWS provider double."""
