"""Tables of answers, forms and complaints: what the columns mean, and each row a document."""
