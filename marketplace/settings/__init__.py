"""Settings: base, dev, test, production; env reads the environment."""
