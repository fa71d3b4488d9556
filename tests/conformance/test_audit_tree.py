"""Our tree against pymerkle, an implementation that is not ours."""

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pymerkle import InmemoryTree

from home.audit_tree import (
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    root_by_inclusion,
    roots_by_consistency,
    tree_root,
)

LARGEST = 70


@pytest.fixture(scope="module")
def entries():
    return [hashlib.sha512(bytes([number])).digest() for number in range(LARGEST)]


@pytest.fixture(scope="module")
def leaves(entries):
    return [leaf_hash(entry) for entry in entries]


@pytest.fixture(scope="module")
def oracle(entries):
    tree = InmemoryTree(algorithm="sha256")
    for entry in entries:
        tree.append_entry(entry)
    return tree


class TestOurTree:
    def test_has_pymerkles_root_at_every_size(self, oracle, leaves):
        for size in range(LARGEST + 1):
            assert tree_root(leaves[:size]) == oracle.get_root(size)

    def test_gives_pymerkles_proof_that_an_entry_is_in_it(self, oracle, leaves):
        for size in (1, 2, 3, 7, 8, 9, 31, 32, 33, LARGEST):
            for index in range(size):
                known = oracle.prove_inclusion(index + 1, size).path

                proof = inclusion_proof(index, leaves[:size])

                assert [leaves[index], *proof] == known
                found = root_by_inclusion(leaves[index], index, size, proof)
                assert found == oracle.get_root(size)

    def test_proves_that_a_later_log_continues_an_earlier_one(self, oracle, leaves):
        for newer in (1, 2, 3, 7, 8, 9, 33, LARGEST):
            for older in range(1, newer + 1):
                old_root = oracle.get_root(older)

                proof = consistency_proof(older, leaves[:newer])

                roots = roots_by_consistency(older, newer, old_root, proof)
                assert roots == (old_root, oracle.get_root(newer))

    @settings(max_examples=60, deadline=None)
    @given(st.lists(st.binary(max_size=40), max_size=40))
    def test_has_pymerkles_root_over_anything(self, told):
        tree = InmemoryTree(algorithm="sha256")
        for entry in told:
            tree.append_entry(entry)

        assert tree_root(map(leaf_hash, told)) == tree.get_root()


class TestAForgedProof:
    def test_leads_to_another_root(self, leaves):
        size, index = 21, 13
        proof = inclusion_proof(index, leaves[:size])
        root = tree_root(leaves[:size])

        for place in range(len(proof)):
            forged = [*proof]
            forged[place] = leaves[0]
            assert root_by_inclusion(leaves[index], index, size, forged) != root
        assert root_by_inclusion(leaves[0], index, size, proof) != root

    def test_cannot_join_two_logs_that_differ(self, leaves):
        changed = [leaves[5], *leaves[1:]]
        proof = consistency_proof(13, changed[:21])

        old, new = roots_by_consistency(13, 21, tree_root(leaves[:13]), proof)

        assert (old, new) != (tree_root(leaves[:13]), tree_root(changed[:21]))

    @pytest.mark.parametrize("length", [0, 1, 4, 9])
    def test_of_another_length_is_refused(self, leaves, length):
        with pytest.raises(ValueError, match="does not fit"):
            root_by_inclusion(leaves[3], 3, 21, leaves[:length])
        with pytest.raises(ValueError, match="does not fit"):
            roots_by_consistency(13, 21, leaves[0], leaves[:length])
