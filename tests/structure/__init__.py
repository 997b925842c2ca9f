"""Rules on the code that no linter knows; `make check` runs them by themselves."""
