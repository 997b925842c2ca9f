"""Play the callback by which the official account tells that a follower sent a code."""

from __future__ import annotations

import json
import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

from marketplace.notifications.console import played
from marketplace.notifications.signing import NoAnswerError, post
from marketplace.notifications.ways import Channel


class Command(BaseCommand):
    """Sends a binding code as a follower would, to a portal whose platform is the twin."""

    help = "Play a follower who sends a binding code to the official account; development only."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the code, the follower, and where the portal listens."""
        parser.add_argument("code")
        parser.add_argument("--follower", default="example-follower")
        parser.add_argument("--portal", default=settings.BASE_URL)

    def handle(self, *_args: Any, **options: Any) -> None:
        """Post the signed callback and print the answer."""
        if Channel.WECHAT not in played():
            raise CommandError("this portal has a real platform")
        told = {"follower": options["follower"], "text": options["code"]}
        try:
            answer = post(
                f"{options['portal'].rstrip('/')}{reverse('notifications:callback')}",
                json.dumps(told).encode(),
                secret=settings.WECHAT_CALLBACK_SECRET,
                at=int(time.time()),
                timeout=settings.PLATFORM_TIMEOUT,
            )
        except NoAnswerError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{answer.status} {answer.text}")
