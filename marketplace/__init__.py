"""The domain of the scenario marketplace, and its composition root."""
