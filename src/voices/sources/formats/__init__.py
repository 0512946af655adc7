"""Files of one format each: bytes in, lines, paragraphs or grids out; what they mean is decided elsewhere."""
