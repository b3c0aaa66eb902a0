"""``python -m organigram``: the command line."""

from organigram.cli import main

if __name__ == "__main__":
    main()
