"""Two invented shared drives, written before any rule that proposes sources, and what a person would make of them."""
