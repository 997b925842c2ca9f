"""How an address names the draft of a firm, and who fills it in."""

from django.urls import register_converter

from marketplace.claims.models.draft import DraftKey

DRAFT = "draft"


class DraftConverter:
    """A firm's key, with the key of who fills in behind a hyphen: `12` or `12-34`."""

    regex = "[0-9]{1,18}(?:-[0-9]{1,18})?"

    def to_python(self, value: str) -> DraftKey:
        """Return the two keys."""
        return DraftKey(*map(int, value.split("-")))

    def to_url(self, value: object) -> str:
        """Return a key as an address writes it; a firm's own draft is named by its key alone."""
        return str(value)


register_converter(DraftConverter, DRAFT)
