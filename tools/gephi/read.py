"""What Gephi's own importers read in GEXF and GraphML files, and what they complain about: a line of JSON a file.

    python tools/gephi/read.py FILE...

The jars come from Maven Central (see pom.xml) into .gephi/ and run on Java 11 or newer.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
LIB = HERE.parent.parent / ".gephi" / "lib"


def jars() -> Path:
    """The folder of jars, fetched by Maven if it isn't there."""
    if not LIB.is_dir():
        part = LIB.with_name("lib.part")
        options = ["dependency:copy-dependencies", "-DincludeScope=runtime", f"-DoutputDirectory={part}"]
        subprocess.run(["mvn", "-q", "-B", "-f", HERE / "pom.xml", *options], check=True, stdout=sys.stderr)
        part.rename(LIB)
    return LIB


if __name__ == "__main__":
    command = ["java", "-cp", f"{jars()}/*", "groovy.ui.GroovyMain", HERE / "read.groovy", *sys.argv[1:]]
    sys.exit(subprocess.run(command).returncode)
