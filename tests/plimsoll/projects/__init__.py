"""Tests of reports on several projects."""
