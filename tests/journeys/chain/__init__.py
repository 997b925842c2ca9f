"""One challenge from a first call that fails to the accepted delivery, act by act."""
