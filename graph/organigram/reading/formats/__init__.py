"""The formats that postings come in, a module each."""
