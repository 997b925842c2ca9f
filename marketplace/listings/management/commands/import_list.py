"""Import a list of demands or capabilities from a spreadsheet or line-wise JSON."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from marketplace.accounts.models import User
from marketplace.accounts.system import system_user
from marketplace.core.canonical import digest
from marketplace.core.refusals import Refusal
from marketplace.listings.importing.importer import (
    MODELS,
    Options,
    Report,
    Trouble,
    check_rows,
    import_rows,
)
from marketplace.listings.importing.readers import Source, read
from marketplace.listings.models import Batch
from marketplace.organisations.models import Organisation
from marketplace.organisations.names import normal_name


class Command(BaseCommand):
    """Takes good rows in and reports each bad one with sheet, row, column and reason."""

    help = "Import a list of demands or capabilities (.xlsx, .csv, .jsonl)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the list, the file and how it is taken in."""
        parser.add_argument("kind", choices=sorted(MODELS))
        parser.add_argument("file", type=Path)
        parser.add_argument("--owner", help="full name of the owner of rows that name none")
        parser.add_argument("--batch", help="name of the batch that the items join")
        parser.add_argument("--by", help="e-mail of the person who imports")
        parser.add_argument("--publish", action="store_true", help="publish as a public source")
        parser.add_argument("--dry-run", action="store_true", help="check only, write nothing")
        parser.add_argument("--strict", action="store_true", help="all rows or none")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Read, check, import and report; CommandError where that cannot be."""
        try:
            source = read(options["file"], options["kind"])
        except Refusal as refusal:
            raise CommandError(str(refusal.message)) from refusal
        how = self._options(options)
        self._note_unknown(source)
        if options["dry_run"] or options["strict"]:
            troubles = check_rows(source.rows, how)
            self._print_troubles(troubles)
            if troubles and options["strict"]:
                raise CommandError(f"nothing imported: {len(troubles)} bad rows")
            if options["dry_run"]:
                self.stdout.write(f"{len(source.rows) - len(troubles)} rows would go in")
                return
        report = import_rows(source.rows, how, progress=self._progress(len(source.rows)))
        self._print_troubles(report.troubles)
        self._print_report(report)

    def _options(self, options: dict[str, Any]) -> Options:
        try:
            return Options(
                kind=options["kind"],
                by=User.objects.get(email=options["by"]) if options["by"] else system_user(),
                owner=_organisation(options["owner"]) if options["owner"] else None,
                batch=Batch.objects.get(name=options["batch"]) if options["batch"] else None,
                publish=options["publish"],
                source_name=f"{options['file'].name} sha256:{_file_digest(options['file'])}",
            )
        except (User.DoesNotExist, Batch.DoesNotExist) as error:
            raise CommandError(str(error)) from error

    def _note_unknown(self, source: Source) -> None:
        if source.unknown_columns:
            self.stdout.write(f"ignored columns: {'、'.join(source.unknown_columns)}")

    def _progress(self, total: int) -> Any:
        def show(done: int) -> None:
            if done % 25 == 0 or done == total:
                self.stdout.write(f"{done}/{total} rows")
                self.stdout.flush()

        return show

    def _print_troubles(self, troubles: list[Trouble]) -> None:
        for trouble in troubles:
            place = " ".join(filter(None, (trouble.sheet, f"row {trouble.row}", trouble.column)))
            self.stderr.write(f"{place}: {trouble.reason}")

    def _print_report(self, report: Report) -> None:
        self.stdout.write(
            f"{report.created} created, {report.published} published, {report.known} known, "
            f"{len(report.troubles)} problems"
        )


def _organisation(name: str) -> Organisation:
    """Return the organisation of a name; the real one where a placeholder bears it too."""
    found = Organisation.objects.present().filter(name=normal_name(name)).order_by("is_placeholder")
    organisation: Organisation | None = found.first()
    if organisation is None:
        raise CommandError(f"no organisation is called {name}")
    return organisation


def _file_digest(path: Path) -> str:
    return digest(path.read_bytes().hex())[:16]
