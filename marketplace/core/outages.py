"""A service that comes and goes: its outage is told once, and once that it is over."""

from __future__ import annotations

import logging
import threading


class Outage:
    """Whether a service is away, as those who ask it learn; threads may share it."""

    def __init__(self, logger: logging.Logger, service: str, *, meanwhile: str) -> None:
        self._logger = logger
        self._service = service
        self._meanwhile = meanwhile
        self._lock = threading.Lock()
        self._lasts = False

    def began(self, error: BaseException) -> None:
        """Tell what happens meanwhile, unless this outage was told."""
        with self._lock:
            is_news, self._lasts = not self._lasts, True
        if is_news:
            told = f"{type(error).__name__}: {error}"
            self._logger.warning("%s is away, %s: %s", self._service, self._meanwhile, told)

    def ended(self) -> None:
        """Tell that the service answers again, where it was away."""
        if not self._lasts:
            return
        with self._lock:
            is_news, self._lasts = self._lasts, False
        if is_news:
            self._logger.warning("%s is back", self._service)
