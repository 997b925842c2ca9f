"""What the imported profiles became, told from inside the portal: run by `bench.real_input`."""

import json
import sys

import django

django.setup()

from marketplace.core import clock  # noqa: E402 - after django.setup()
from marketplace.listings.models import Capability, Demand, Lifecycle  # noqa: E402
from search.builder import documents_of  # noqa: E402
from search.documents import order_of  # noqa: E402
from search.pairs import matcher  # noqa: E402


def main() -> None:
    """Print the count of published imports, or the first matches of every public demand."""
    asked = sys.argv[1]
    print(json.dumps(len(_imported()) if asked == "count" else _matches(int(asked))))


def _imported() -> dict[int, str]:
    """Return the public numbers of published capabilities that came from the list, not the demo."""
    rows = Capability.objects.filter(
        lifecycle__origin=Lifecycle.Origin.IMPORTED,
        lifecycle__state=Lifecycle.State.LIVE,
        lifecycle__is_example=False,
    )
    return dict(rows.values_list("pk", "lifecycle__number"))


def _matches(limit: int) -> dict[str, list[tuple[str, float, bool]]]:
    """Return number, score, and whether it was imported, of each demand's first capabilities."""
    imported = _imported()
    numbers = dict(Capability.objects.values_list("pk", "lifecycle__number"))
    demands = dict(
        Demand.objects.filter(lifecycle__state=Lifecycle.State.LIVE).values_list(
            "pk", "lifecycle__number"
        )
    )
    now = int(clock.now().timestamp())
    found = matcher()
    result = {}
    for document in documents_of(dict.fromkeys((f"demand:{pk}" for pk in demands), 0)):
        matches = found.capabilities_for(document, now=now, limit=len(numbers))
        rows = [(numbers[match.pk], match.score.total, match.pk in imported) for match in matches]
        first = rows[:limit]
        # Beside the first ones, the best of the imported: whether any fits at all.
        best = next((row for row in rows if row[2]), None)
        result[demands[order_of(document.key)[1]]] = first + ([best] if best else [])
    return result


if __name__ == "__main__":
    main()
