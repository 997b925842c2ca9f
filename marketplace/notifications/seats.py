"""In which place of an organisation somebody is told: what they must still hold to read it."""

from __future__ import annotations

from typing import NamedTuple


class Seat(NamedTuple):
    """Membership of an organisation in one of some roles, any where none is named.

    With a unit those read it who are bound to that unit, and those who are bound to none.
    """

    organisation: int
    roles: frozenset[str] = frozenset()
    unit: int | None = None

    @property
    def written(self) -> str:
        """Return the roles as a row keeps them: each between commas."""
        return f",{','.join(sorted(self.roles))}," if self.roles else ""

    def fits(self, *, role: str, unit: int | None) -> bool:
        """Return whether a membership of the organisation in a role and unit holds the place."""
        has_role = not self.roles or role in self.roles
        return has_role and (self.unit is None or unit in {None, self.unit})


def as_seat(asked: int | Seat) -> Seat:
    """Return a place as it was asked for: an organisation's key alone asks for no role."""
    return asked if isinstance(asked, Seat) else Seat(asked)
