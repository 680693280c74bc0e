"""Arrays by name, as torch names them or people cut the names short: what network they are."""
