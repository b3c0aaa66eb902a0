"""Wild input: atheris (libFuzzer) against every reader and the extractor; figures in docs/decisions/wild-input.md."""
