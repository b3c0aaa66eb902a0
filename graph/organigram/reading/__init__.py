"""Bytes of any format in, postings out."""
