"""Availability decisions of a stack: the monthly cost of each, and the service that it buys."""
