"""The gateway to the mail server."""

from __future__ import annotations

from smtplib import (
    SMTPDataError,
    SMTPException,
    SMTPRecipientsRefused,
    SMTPResponseException,
    SMTPSenderRefused,
)
from types import TracebackType
from typing import Any, Final, Self
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from marketplace.notifications.gateways import (
    AddressRefusedError,
    AwayError,
    Envelope,
    LetterRefusedError,
    PostponedError,
    one_line,
)
from marketplace.notifications.links import absolute
from marketplace.notifications.ways import Channel

_FOR_GOOD: Final = 500
"""From here on an answer of SMTP says that trying again is of no use."""


class MailGateway:
    """Sends mails over one connection, which is opened with the first."""

    def __init__(self, _channel: Channel = Channel.MAIL) -> None:
        self._connection: Any = get_connection()

    def __enter__(self) -> Self:
        """Open nothing yet."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the connection."""
        self._connection.close()

    def send(self, envelope: Envelope) -> None:
        """Send a mail; an error says whether the address, the mail or the server is at fault."""
        try:
            # One that is open stays open behind the message.
            self._connection.open()
            mail_of(envelope, self._connection).send()
        except SMTPRecipientsRefused as error:
            ((address, (code, said)),) = error.recipients.items()
            if code >= _FOR_GOOD:
                raise AddressRefusedError(_said(code, said), address=address) from error
            raise PostponedError(_said(code, said)) from error
        except SMTPDataError as error:
            is_for_good = error.smtp_code >= _FOR_GOOD
            fault = LetterRefusedError if is_for_good else PostponedError
            raise fault(_said(error.smtp_code, error.smtp_error)) from error
        except (SMTPSenderRefused, SMTPResponseException) as error:
            raise AwayError(_said(error.smtp_code, error.smtp_error)) from error
        except (SMTPException, OSError) as error:
            raise AwayError(f"{type(error).__name__}: {error}") from error


def mail_of(envelope: Envelope, connection: Any = None) -> EmailMultiAlternatives:
    """Return the mail: text and HTML of one letter, and the header that stops it by one click."""
    letter = envelope.letter
    context = {
        "letter": letter,
        "language": settings.LANGUAGE_CODE,
        "site": settings.WAGTAIL_SITE_NAME,
        "settings_url": absolute(reverse("notifications:preferences")),
        "settings_label": _("Settings of messages"),
        "stop_label": _("Stop these e-mails"),
    }
    host = urlsplit(settings.BASE_URL).hostname
    headers = {"Message-ID": f"<{envelope.key}@{host}>", "Auto-Submitted": "auto-generated"}
    if letter.stop:  # as RFC 8058 has it
        headers["List-Unsubscribe"] = f"<{letter.stop}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail = EmailMultiAlternatives(
        one_line(letter.subject),
        render_to_string("notifications/mail.txt", context),
        to=[one_line(envelope.address)],
        headers=headers,
        connection=connection,
    )
    mail.attach_alternative(render_to_string("notifications/mail.html", context), "text/html")
    return mail


def _said(code: int, said: Any) -> str:
    text = said.decode(errors="replace") if isinstance(said, bytes) else str(said)
    return f"{code} {one_line(text)}"
