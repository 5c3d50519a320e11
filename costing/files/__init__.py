"""Input files as plain values: text, YAML and JSON, with limits and the line of each mistake."""
