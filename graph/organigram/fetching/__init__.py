"""Postings from the web into a folder, as they came; ``organigram build FOLDER`` reads them from there."""

from organigram.fetching.calls import Calls
from organigram.fetching.client import Manners, PoliteClient, server_of
from organigram.fetching.feed import fetch_feed
from organigram.fetching.folder import Folder
from organigram.fetching.jobs import count_jobs, fetch_jobs
from organigram.fetching.reliefweb import Jobs
from organigram.fetching.report import FetchReport
from organigram.fetching.selection import Selection

__all__ = [
    "Calls",
    "FetchReport",
    "Folder",
    "Jobs",
    "Manners",
    "PoliteClient",
    "Selection",
    "count_jobs",
    "fetch_feed",
    "fetch_jobs",
    "server_of",
]
