"""Says which wordings lead from one, whenever that changes; run as a process of its own."""

import sys
import time

import django

django.setup()

from django.conf import settings  # noqa: E402

from marketplace.settings import base  # noqa: E402
from search.synonyms import current  # noqa: E402

settings.SYNONYMS_SECONDS = base.SYNONYMS_SECONDS
deadline = time.monotonic() + 120
told = None
while time.monotonic() < deadline:
    found = [one.text for one in current().by_source.get(sys.argv[1], ())]
    if found != told:
        print(f"leads to {found}")  # noqa: T201 - the test listens
        told = found
    time.sleep(0.05)
