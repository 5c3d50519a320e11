"""Checks of an installation and of the files of projects."""
