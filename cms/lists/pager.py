"""Page numbers with addresses, the far ones left out."""

from __future__ import annotations

from dataclasses import dataclass

from cms.lists.address import Address

_BESIDE = 2


@dataclass(frozen=True, slots=True)
class PageLink:
    """A page's number and address; without an address it stands for pages left out."""

    number: int
    address: Address | None
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class Pager:
    """The way from one page of results to the others."""

    links: list[PageLink]
    previous: Address | None
    following: Address | None


def pager(address: Address, *, page: int, pages: int) -> Pager:
    """Return links to the first, the last and the near pages."""
    near = {number for number in range(page - _BESIDE, page + _BESIDE + 1) if 0 < number <= pages}
    links: list[PageLink] = []
    before = 0
    for number in sorted(near | ({1, pages} if pages else set())):
        if number > before + 1:
            links.append(PageLink(number - 1, None))
        links.append(PageLink(number, address.at_page(number), number == page))
        before = number
    return Pager(
        links=links,
        previous=address.at_page(page - 1) if page > 1 else None,
        following=address.at_page(page + 1) if page < pages else None,
    )
