#!/bin/sh
# Copies the pure gate and its tests into an empty folder, where mutmut may break them.
# Left out: what needs a database, and what draws thousands of worlds.
set -eu
folder=$1
here=$(cd "$(dirname "$0")/../.." && pwd)
mkdir -p "$folder/certificates" "$folder/tests/certificates"
cp "$here/certificates/__init__.py" "$folder/certificates/"
cp -r "$here/certificates/clearance" "$folder/certificates/"
cp -r "$here/tests/certificates/clearance" "$folder/tests/certificates/"
rm -rf "$folder/tests/certificates/clearance/test_gate_cedar.py" \
    "$folder/tests/certificates/clearance/cedar" \
    "$folder/tests/certificates/clearance/test_gate_laws.py" \
    "$folder/tests/certificates/clearance/test_gate_readings_laws.py"
mkdir -p "$folder/docs"
cp "$here/docs/clearance-criteria.md" "$folder/docs/"
cp "$here/tests/mutation/pyproject.toml" "$folder/"
