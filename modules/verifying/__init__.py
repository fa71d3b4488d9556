"""Everything that learning keeps as a result, computed anew from what it rests on."""
