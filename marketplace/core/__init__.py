"""Small things that every room uses: clock, transitions, numbers, idempotency."""
