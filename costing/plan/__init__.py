"""Planner: formulas and models for capacity, availability and commitments.

Values are float arrays; money is USD. numpy is imported with these modules, scipy in the functions
that need it, so that no command loads either before it plans.
"""
