"""The Merkle tree of RFC 6962 (section 2.1), by hashlib alone.

A tree that only grows is kept as its peaks: the roots of its full subtrees, the
largest first, one for every bit set in its size. Changing anything here makes every
root and every checkpoint on record wrong.
"""

import hashlib
from collections.abc import Iterable, Sequence

EMPTY_ROOT = hashlib.sha256(b"").digest()

Peaks = list[bytes]


def leaf_hash(data: bytes) -> bytes:
    """This will hash one leaf."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """This will hash two subtrees into the one above them."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def grow(peaks: Peaks, size: int, leaf: bytes) -> None:
    """This will add the hash of one leaf to the peaks of a tree of that size."""
    peaks.append(leaf)
    while size & 1:
        right = peaks.pop()
        peaks.append(node_hash(peaks.pop(), right))
        size >>= 1


def root_of(peaks: Sequence[bytes]) -> bytes:
    """This will give the root of the tree with these peaks."""
    if not peaks:
        return EMPTY_ROOT
    root = peaks[-1]
    for peak in reversed(peaks[:-1]):
        root = node_hash(peak, root)
    return root


def tree_root(leaves: Iterable[bytes]) -> bytes:
    """This will give the root over the hashes of leaves."""
    peaks: Peaks = []
    for size, leaf in enumerate(leaves):
        grow(peaks, size, leaf)
    return root_of(peaks)


def inclusion_proof(index: int, leaves: Sequence[bytes]) -> list[bytes]:
    """This will give the hashes that lead from one leaf to the root, lowest first."""
    if len(leaves) <= 1:
        return []
    k = _split(len(leaves))
    if index < k:
        return [*inclusion_proof(index, leaves[:k]), tree_root(leaves[k:])]
    return [*inclusion_proof(index - k, leaves[k:]), tree_root(leaves[:k])]


def consistency_proof(older: int, leaves: Sequence[bytes]) -> list[bytes]:
    """This will show that the first `older` leaves are the beginning of all."""
    return _subproof(older, leaves, is_whole=True) if older else []


def root_by_inclusion(
    leaf: bytes, index: int, size: int, proof: Sequence[bytes]
) -> bytes:
    """This will give the root that the proof leads to; compare it with the known one.

    Raises:
        ValueError: the proof has not the length that this place in the tree asks.
    """
    if size == 1 and index == 0 and not proof:
        return leaf
    if size <= 1 or not proof or not 0 <= index < size:
        raise ValueError("The proof does not fit the tree.")
    k = _split(size)
    *below, other = proof
    if index < k:
        return node_hash(root_by_inclusion(leaf, index, k, below), other)
    return node_hash(other, root_by_inclusion(leaf, index - k, size - k, below))


def roots_by_consistency(
    older: int, newer: int, old_root: bytes, proof: Sequence[bytes]
) -> tuple[bytes, bytes]:
    """This will give the older and the newer root that the proof leads to.

    Raises:
        ValueError: the proof has not the length that the two sizes ask.
    """
    if not 0 < older <= newer:
        raise ValueError("The proof does not fit the trees.")
    return _roots(older, newer, list(proof), old_root)


def _split(size: int) -> int:
    """Give the largest power of two below the size."""
    return 1 << (size - 1).bit_length() - 1


def _subproof(older: int, leaves: Sequence[bytes], *, is_whole: bool) -> list[bytes]:
    if older == len(leaves):
        return [] if is_whole else [tree_root(leaves)]
    k = _split(len(leaves))
    if older <= k:
        below = _subproof(older, leaves[:k], is_whole=is_whole)
        return [*below, tree_root(leaves[k:])]
    below = _subproof(older - k, leaves[k:], is_whole=False)
    return [*below, tree_root(leaves[:k])]


def _roots(
    older: int, newer: int, proof: list[bytes], known: bytes | None
) -> tuple[bytes, bytes]:
    """Walk a proof from its end; `known` stands while no left subtree was split off."""
    if older == newer:
        if known is None and len(proof) == 1:
            return proof[0], proof[0]
        if known is not None and not proof:
            return known, known
        raise ValueError("The proof does not fit the trees.")
    if not proof:
        raise ValueError("The proof does not fit the trees.")
    k = _split(newer)
    *below, other = proof
    if older <= k:
        old, new = _roots(older, k, below, known)
        return old, node_hash(new, other)
    old, new = _roots(older - k, newer - k, below, None)
    return node_hash(other, old), node_hash(other, new)
