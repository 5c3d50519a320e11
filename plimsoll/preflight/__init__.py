"""Checks of an AWS account before a stack's first deployment; they read and change nothing."""
