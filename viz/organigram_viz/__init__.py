"""The explorer: a Streamlit application over the query service of :mod:`organigram`."""
