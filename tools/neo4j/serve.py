"""Start a Neo4j server with Browser and Graph Data Science for a machine without Docker: `make neo4j`.

The jars come from Maven Central (see pom.xml) and run on a Java 17 or 21. The password is $SUARA_NEO4J_PASSWORD.
Browser opens with the guide of cypher/explore/, which is served beside it. Stop it with Ctrl-C. It listens on this
machine only.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterable
from pathlib import Path

import guide
import neo4j

HERE = Path(__file__).resolve().parent
OPENS = ("java.base/java.nio", "java.base/java.io", "java.base/sun.nio.ch")
CONF = """\
server.default_listen_address=127.0.0.1
server.bolt.listen_address=127.0.0.1:{bolt}
server.bolt.advertised_address=127.0.0.1:{bolt}
server.http.listen_address=127.0.0.1:{http}
server.https.enabled=false
server.directories.logs=logs
dbms.security.procedures.unrestricted=gds.*
dbms.usage_report.enabled=false
client.allow_telemetry=false
browser.remote_content_hostname_whitelist=localhost
browser.post_connect_cmd=guide http://localhost:{guide}/guide.html
"""


def jars(lib: Path) -> Path:
    """The folder of jars, fetched by Maven if it isn't there.

    The groups stay in their names, as two of GDS' jars share theirs with Neo4j's own.
    """
    if not lib.is_dir():
        options = ["-DincludeScope=runtime", "-Dmdep.prependGroupId=true", f"-DoutputDirectory={lib}.part"]
        command = ["mvn", "-q", "-B", "-f", HERE / "pom.xml", "dependency:copy-dependencies", *options]
        subprocess.run(command, check=True, stdout=sys.stderr)  # standard output is for "ready"
        Path(f"{lib}.part").rename(lib)
    return lib


def prepare(home: Path, lib: Path, more: Iterable[str] = (), **ports: int) -> None:
    """Configuration (and more lines of it) and plugins; of Neo4j's own jars none may be a plugin."""
    for name in ("conf", "plugins", "logs", "data"):
        (home / name).mkdir(parents=True, exist_ok=True)
    (home / "conf" / "neo4j.conf").write_text(CONF.format(**ports) + "".join(f"{line}\n" for line in more))
    for jar in lib.glob("org.neo4j.gds.*.jar"):
        if not (home / "plugins" / jar.name).exists():
            shutil.copy(jar, home / "plugins")


def start(home: Path, lib: Path) -> subprocess.Popen[bytes]:
    """The server itself."""
    opens = [f"--add-opens={package}=ALL-UNNAMED" for package in OPENS]
    command = ["java", "-Xmx2g", *opens, "-cp", f"{lib}/*", "org.neo4j.server.CommunityEntryPoint"]
    arguments = [f"--home-dir={home}", f"--config-dir={home / 'conf'}"]
    with (home / "logs" / "console.log").open("wb") as log:
        return subprocess.Popen([*command, *arguments], stdout=log, stderr=subprocess.STDOUT)


def wait(bolt: int, password: str, process: subprocess.Popen[bytes], seconds: int = 120) -> None:
    """Until it answers; the first time its password is changed from the one it comes with."""
    until = time.monotonic() + seconds
    address = f"bolt://127.0.0.1:{bolt}"  # without routing, which complains while the server starts
    while time.monotonic() < until and process.poll() is None:
        try:
            with neo4j.GraphDatabase.driver(address, auth=("neo4j", password)) as driver:
                driver.verify_connectivity()
                return
        except neo4j.exceptions.AuthError:
            first_password(address, password)
        except (neo4j.exceptions.ServiceUnavailable, neo4j.exceptions.SessionExpired):
            time.sleep(0.5)
    sys.exit("Neo4j didn't come up: see logs/console.log in its home")


def first_password(address: str, password: str) -> None:
    """Change the password that a new server comes with."""
    try:
        with neo4j.GraphDatabase.driver(address, auth=("neo4j", "neo4j")) as driver:
            change = "ALTER CURRENT USER SET PASSWORD FROM 'neo4j' TO $password"
            driver.execute_query(change, password=password, database_="system")
    except neo4j.exceptions.AuthError:  # not up yet, or another password was set; too many tries at once lock it
        print("the server refuses the password in SUARA_NEO4J_PASSWORD; trying again", file=sys.stderr)
        time.sleep(6)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, default=Path(".neo4j"))
    parser.add_argument("--lib", type=Path, help="the folder of the jars; HOME/lib without it")
    parser.add_argument("--bolt", type=int, default=7687)
    parser.add_argument("--http", type=int, default=7474)
    parser.add_argument("--guide", type=int, default=guide.PORT, help="port of the guide; 0 for any that is free")
    options = parser.parse_args()
    password = os.environ.get("SUARA_NEO4J_PASSWORD", "")
    if len(password) < 8:
        sys.exit("set SUARA_NEO4J_PASSWORD to the password the server shall have (8 signs or more)")
    home = options.home.resolve()
    home.mkdir(parents=True, exist_ok=True)
    lib = jars((options.lib or home / "lib").resolve())
    try:
        files = guide.server(options.guide)
    except OSError as error:
        sys.exit(f"port {options.guide} for the guide: {error.strerror}; give another one with --guide")
    threading.Thread(target=files.serve_forever, daemon=True).start()
    prepare(home, lib, bolt=options.bolt, http=options.http, guide=files.server_port)
    process = start(home, lib)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        wait(options.bolt, password, process)
        print(f"ready: neo4j://neo4j@127.0.0.1:{options.bolt}, Browser at http://127.0.0.1:{options.http}", flush=True)
        process.wait()
    except KeyboardInterrupt:
        pass
    finally:
        process.terminate()
        process.wait(60)


if __name__ == "__main__":
    main()
