"""``python -m organigram.cli``: the same as ``organigram``."""

from organigram.cli import main

if __name__ == "__main__":
    main()
