"""Cryptography of sealed content: no models, no requests, nothing of challenges."""
