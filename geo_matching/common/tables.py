"""A database table as an import sees it: rows by key, to be read, compared and written in bulk."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.db.models import Model, QuerySet

from geo_matching.common.sync import Diff

BATCH = 2000


class Table(Protocol):
    """What an import needs to know of a table."""

    label: str
    # How the report calls rows that go: removed, closed, unpublished.
    gone: str
    wanted: Mapping[Hashable, Mapping[str, Any]]

    def existing(self) -> Mapping[Hashable, Mapping[str, Any]]: ...

    def removable(self, key: Hashable, row: Mapping[str, Any]) -> bool: ...

    def write(self, diff: Diff) -> None: ...


def keep_all(_key: Hashable, _row: Mapping[str, Any]) -> bool:
    """Say that nothing is to be removed."""
    return False


def write_changed(rows: Sequence[Model], names: Sequence[str]) -> None:
    """Write these fields of stored rows; each row carries its primary key and all it needs.

    One INSERT ... ON CONFLICT DO UPDATE a batch: many times faster than Django's bulk_update, whose
    statement holds a CASE for every cell.
    """
    if not rows or not names:
        return
    model = type(rows[0])
    model._default_manager.bulk_create(  # noqa: SLF001 - Django's documented way
        rows,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=[model._meta.pk.name],  # noqa: SLF001
        update_fields=list(names),
    )


@dataclass
class ModelTable:
    """A table whose rows are keyed by one field of the model, `key`, or by several.

    Rows are mappings of attribute names (`commune_id`, not `commune`). `on_removal` None deletes;
    a mapping is written instead ({"is_open": False}). `stored` limits what is read.
    """

    label: str
    stored: QuerySet
    key: tuple[str, ...]
    fields: tuple[str, ...]
    wanted: Mapping[Hashable, Mapping[str, Any]]
    removal_test: Callable[[Hashable, Mapping[str, Any]], bool] = keep_all
    on_removal: Mapping[str, Any] | None = None
    gone: str = "removed"

    def existing(self) -> dict[Hashable, dict[str, Any]]:
        rows = self.stored.values_list(*self.key, *self.fields).iterator(chunk_size=BATCH)
        width = len(self.key)
        return {
            self._key(row[:width]): dict(zip(self.fields, row[width:], strict=True)) for row in rows
        }

    def removable(self, key: Hashable, row: Mapping[str, Any]) -> bool:
        return self.removal_test(key, row)

    def write(self, diff: Diff) -> None:
        model = self.stored.model
        objects = model._default_manager  # noqa: SLF001 - Django's documented way
        objects.bulk_create([self._new(k, row) for k, row in diff.added.items()], batch_size=BATCH)
        if not diff.changed and not diff.removed:
            return
        pks = self._primary_keys()
        names = sorted({name for change in diff.changed.values() for name in change.fields()})
        if names:
            rows = [self._stored(pks[key], key, change) for key, change in diff.changed.items()]
            write_changed(rows, names)
        gone = objects.filter(pk__in=[pks[key] for key in diff.removed])
        if self.on_removal is None:
            gone.delete()
        else:
            gone.update(**self.on_removal)

    def _key(self, parts: tuple[Any, ...]) -> Hashable:
        return parts[0] if len(self.key) == 1 else parts

    def _new(self, key: Hashable, row: Mapping[str, Any]) -> Model:
        parts = key if isinstance(key, tuple) else (key,)
        return self.stored.model(**dict(zip(self.key, parts, strict=True)), **row)

    def _stored(self, pk: Any, key: Hashable, change: Any) -> Model:
        row = self._new(key, {**change.before, **change.after})
        row.pk = pk
        return row

    def _primary_keys(self) -> dict[Hashable, Any]:
        rows = self.stored.values_list(*self.key, "pk")
        return {self._key(row[:-1]): row[-1] for row in rows}
