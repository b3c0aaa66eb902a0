"""Going through every page of the explorer in Chromium: the browser tests do so on small graphs, the benchmark on a large one."""
