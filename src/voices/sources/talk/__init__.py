"""Talk: who speaks, what they say, in captions, transcripts and tables."""
