"""Sentence encoders behind one protocol: what means the same gets vectors that are close."""
