"""The portal's pages about organisations."""
