"""The portal's pages with which people write, approve and run listings."""
