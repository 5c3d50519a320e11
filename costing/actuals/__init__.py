"""Bills: read FOCUS and CUR files, sum them, and compare them with an estimate."""
