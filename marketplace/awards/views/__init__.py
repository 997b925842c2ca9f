"""Pages of results and objections."""
