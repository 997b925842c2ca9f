"""Engines that hold the index: one protocol, two implementations, one contract."""
