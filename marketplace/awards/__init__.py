"""What follows the review of a challenge: the notice of its result, objections, and the award."""
