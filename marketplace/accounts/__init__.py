"""The user model, alone."""
