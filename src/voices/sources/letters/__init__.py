"""Letters, e-mails and published evidence: whose words they are and which of them are their own."""
