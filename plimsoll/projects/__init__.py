"""Several projects of a repository in one report."""
