"""`make bench`: how fast, as ratios measured in one run. No timing stands in the tests."""
