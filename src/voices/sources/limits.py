"""How large a file may be before it is refused, each limit with its reason.

The limits guard the machine against a damaged or hostile file; no honest source comes near them.
"""

from __future__ import annotations

MAX_FILE_BYTES = 64 * 1024 * 1024
"""Rationale: a day of captions is under 2 MB, a survey of ten thousand under 20; Word files may carry photographs."""

MAX_UNPACKED_BYTES = 512 * 1024 * 1024
"""Rationale: Word and Excel files are zip archives; photographs hardly shrink, so eight times a file is never met."""

MAX_XML_BYTES = 96 * 1024 * 1024
"""Rationale: the text parts of an archive that are parsed whole; a thousand pages of Word take a quarter of it."""

MAX_SHEET_BYTES = 320 * 1024 * 1024
"""Rationale: the sheets of a workbook, which are read in one pass; a hundred thousand answers of twenty columns take
a third of it."""

MAX_MEMBERS = 5_000
"""Rationale: parts of one archive; a long Word file with many pictures has a few hundred."""

MAX_CELLS = 3_000_000
"""Rationale: rows times columns of one sheet; a stray cell at the far corner would otherwise cost hours."""

MAX_CELL_CHARACTERS = 1_000_000
"""Rationale: one field; Excel itself stops at 32,767, a pasted diary at far less than this."""

MAX_LABEL_CHARACTERS = 60
"""Rationale: speaker labels such as "Okafor, Chidi (Evaluation, she/her)" stay below; sentences with a colon do not."""

MAX_INSIDE = 1_000
"""Rationale: files in one archive or attached to one mail; a council's shared folder for an evaluation has tens."""

MAX_DEPTH = 3
"""Rationale: an archive, a mail in it, a mail forwarded as attachment; an archive inside an archive is refused."""

MAX_PAGES = 2_000
"""Rationale: pages of one PDF; the longest published inquiry has under a thousand."""

MAX_SECONDS = 60
"""Rationale: an honest PDF takes hundredths of a second a page."""

MAX_RTF_CHARACTERS = 20_000_000
"""Rationale: the words and marks of a rich text file; a book of a thousand pages has about ten million."""

MAX_HEADER_CHARACTERS = 20_000
"""Rationale: one header of a mail; a hundred recipients take a third of it."""
