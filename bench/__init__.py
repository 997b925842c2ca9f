"""Measurements with bars: `make bench-NAME` runs bench/NAME.py with the services up."""
