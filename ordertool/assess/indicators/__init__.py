"""The indicators, one file each, found by their names (P6.1)."""
