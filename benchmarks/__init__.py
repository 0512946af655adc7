"""Speed, memory and quality figures, each from one command; see README.md in this folder."""
