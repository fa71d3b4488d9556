"""How quick learning is, each beside something that does less or does it otherwise."""
