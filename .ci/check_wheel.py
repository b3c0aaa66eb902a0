"""Build the wheel, install it in a clean environment, and use it from an empty folder as someone without the checkout would."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
#: Where an environment has its packages.
_PACKAGES = "import sysconfig; print(sysconfig.get_path('purelib'))"


def run(*command: str | Path, cwd: Path, **options: str) -> str:
    """The output of a command that has to end well."""
    environment = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "VIRTUAL_ENV")} | options
    done = subprocess.run([str(part) for part in command], cwd=cwd, env=environment, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{' '.join(map(str, command))} ended with {done.returncode}\n{done.stdout}\n{done.stderr}")
    return done.stdout


def explore(organigram: Path, folder: Path) -> None:
    """Start the explorer from the wheel; its page and its health route have to answer."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [organigram, "explore", "--port", str(port), "--store", folder / "explored", "--no-browser"]
    server = subprocess.Popen(command, cwd=folder)
    try:
        deadline = time.monotonic() + 120
        for path in ("/health", "/"):
            while True:
                try:
                    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as answer:
                        if answer.status != 200:
                            raise SystemExit(f"{path} answered {answer.status}")
                        break
                except OSError as error:
                    if time.monotonic() > deadline or server.poll() is not None:
                        raise SystemExit(f"the explorer from the wheel does not answer on {path}: {error}") from error
                    time.sleep(0.3)
    finally:
        server.terminate()
        server.wait(20)


def main() -> None:
    """Raise SystemExit with what went wrong."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder / "dist", ROOT, cwd=folder)
        wheel = next((folder / "dist").glob("*.whl"))
        venv.create(folder / "env")
        python, organigram = folder / "env/bin/python", folder / "env/bin/organigram"
        pip = [sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--disable-pip-version-check"]
        run(*pip, "--no-deps", wheel, cwd=folder)
        # The dependencies are those that were just taken from the lock, beside which the link to the checkout is not followed.
        dependencies, own = (Path(run(one, "-c", _PACKAGES, cwd=folder).strip()) for one in (sys.executable, python))
        (own / "dependencies.pth").write_text(f"{dependencies}\n", "utf-8")
        where = run(python, "-c", "from organigram import resources as r; print(r.seeds_dir())", cwd=folder).strip()
        if not Path(where).is_relative_to(folder):
            raise SystemExit(f"the wheel takes its seeds from {where}")
        run(organigram, "build", where, "--store", "store", cwd=folder)
        table = run(organigram, "query", "reporting-line", "--store", "store", "--format", "csv", cwd=folder)
        if "Head of Mission" not in table:
            raise SystemExit(f"the wheel's graph does not know the Head of Mission:\n{table}")
        explore(organigram, folder)
    print("The wheel works in a clean environment.")


if __name__ == "__main__":
    main()
