"""Runs the rules inside the Pulumi engine, as a CrossGuard policy pack."""
