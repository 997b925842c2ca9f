"""Rows of the search: the statistics that scores are computed from."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Statistics(models.Model):
    """A snapshot's file, known by the digest of its content; it stands as it was taken."""

    id = models.CharField(max_length=16, primary_key=True)
    content = models.BinaryField()
    documents = models.PositiveIntegerField()
    as_of = models.DateField()
    taken = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar = ["-taken"]

    def __str__(self) -> str:
        """Return the id and how many listings it speaks of."""
        return f"{self.id} of {self.documents} listings, {self.as_of}"
