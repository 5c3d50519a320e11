"""Report on a stack as one HTML file, without network access."""
