"""Who is meant: one person, one pseudonym over the study, and what the custodian ruled."""
