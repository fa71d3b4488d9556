"""Connections that finish what a transaction left for its very end."""

from collections.abc import Callable
from typing import Any

Deed = Callable[[list], None]
LastWord = Callable[[Any], None]


class LastDeeds:
    """Does, in the transaction itself, what was left until all else was done.

    A lock that every change needs is taken last, and held for the shortest time: so
    it can stand in the way of nothing, whatever order the rest was locked in.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._left: dict[Deed, list] = {}
        self._outliving: list[tuple[LastWord, object]] = []
        self._undone: list[tuple[LastWord, object]] = []

    def leave(self, deed: Deed, item: object) -> None:
        """This will have the deed done with all its items right before the commit."""
        self._left.setdefault(deed, []).append(item)

    def outlive(self, deed: LastWord, item: object) -> None:
        """This will have it done right before the commit, or else after the rollback.

        A test that runs inside a transaction of its own is to leave nothing behind.
        """
        blocks = self.atomic_blocks  # type: ignore[attr-defined]
        if not (blocks and blocks[0]._from_testcase):
            self._outliving.append((deed, item))

    def do_what_is_left(self) -> None:
        """This will do it now; a second time there is nothing to do."""
        while self._outliving:
            last_word, one = self._outliving.pop()
            last_word(one)
        while self._left:
            deed, items = self._left.popitem()
            deed(items)

    def connect(self) -> None:
        """This will begin with nothing left over from a connection that was lost."""
        self._left.clear()
        super().connect()  # type: ignore[misc]

    def set_autocommit(self, autocommit: bool, *args: Any, **kwargs: Any) -> None:
        """This will go on as ever, and then do what outlived a rollback."""
        super().set_autocommit(autocommit, *args, **kwargs)  # type: ignore[misc]
        if autocommit:
            undone, self._undone = self._undone, []
            for last_word, item in undone:
                last_word(item)

    def _commit(self) -> None:
        try:
            self.do_what_is_left()
        except BaseException:
            self._rollback()
            raise
        super()._commit()  # type: ignore[misc]

    def _rollback(self) -> None:
        self._left.clear()
        self._undone += self._outliving
        self._outliving.clear()
        super()._rollback()  # type: ignore[misc]
