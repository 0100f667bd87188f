"""Podman as root on a Debian, without systemd and with storage of its own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

__all__ = ["Podman", "podman_missing", "start_podman"]

CONTAINERS_CONF: Final = """
[containers]
netns = "host"
cgroups = "enabled"
default_ulimits = ["nofile=1024:1024", "nproc=1024:1024"]
log_driver = "k8s-file"
[engine]
cgroup_manager = "cgroupfs"
events_logger = "file"
runtime = "runc"
"""
"""Runs in a sandbox, too: no network of its own, no systemd, no limits that a kernel may refuse."""

ROOM: Final = 3 * 2**30
"""Bytes that the layers of all images take at most."""

STORAGE_CONF: Final = '[storage]\ndriver = "overlay"\ngraphroot = "{0}/root"\nrunroot = "{0}/run"\n'


def podman_missing() -> str:
    """Return why containers cannot be built and run here, or an empty text."""
    if sys.platform != "linux" or os.geteuid() != 0 or shutil.which("dpkg-query") is None:
        return "containers are tested as root on a Debian"
    missing = [it for it in ("podman", "runc") if shutil.which(it) is None]
    return f"install these packages: {' '.join(missing)}" if missing else ""


@dataclass(frozen=True)
class Podman:
    """A Podman with images and containers of its own.

    Attributes:
        environment: What its command runs with.
    """

    environment: Mapping[str, str]

    def __call__(self, *words: str, cwd: Path | None = None) -> str:
        """Run a command and return what it printed to its standard output.

        Raises:
            AssertionError: It failed.
        """
        ended = self.try_to(*words, cwd=cwd)
        assert ended.returncode == 0, f"podman {' '.join(words)}\n{ended.stdout}{ended.stderr}"
        return ended.stdout

    def try_to(self, *words: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
        """Run a command that may fail."""
        return subprocess.run(
            ["podman", *words],
            cwd=cwd,
            env=dict(self.environment),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )

    def logs(self, container: str) -> str:
        """Return what a container has printed."""
        ended = self.try_to("logs", container)
        return ended.stdout + ended.stderr

    def build(self, folder: Path, name: str) -> str:
        """Build an image from a folder, pulling nothing, and return what was printed.

        Raises:
            AssertionError: It was not built.
        """
        manners = ("--format", "docker", "--pull=never")
        ended = self.try_to("build", *manners, "--tag", name, ".", cwd=folder)
        said = ended.stdout + ended.stderr
        assert ended.returncode == 0, said
        return said

    def exit_code(self, container: str) -> int:
        """Return how a container ended."""
        return int(self("inspect", "--format", "{{.State.ExitCode}}", container))

    def config(self, image: str) -> dict[str, object]:
        """Return what an image says of itself."""
        (found,) = json.loads(self("image", "inspect", image))
        return {**found["Config"], "Healthcheck": found.get("Healthcheck"), "Size": found["Size"]}


def _storage() -> str | None:
    """Return memory to keep images in, where there is enough: a disk takes minutes for it."""
    memory = Path("/dev/shm")  # noqa: S108 - the folder's name is made up by tempfile
    return str(memory) if memory.is_dir() and shutil.disk_usage(memory).free > ROOM else None


@contextmanager
def start_podman(base: Path, name: str) -> Iterator[Podman]:
    """Give a Podman that has one image.

    Args:
        base: The root file system of the image, as an archive.
        name: What the image is called.
    """
    folder = Path(tempfile.mkdtemp(prefix="quickscale-podman-", dir=_storage()))
    (folder / "containers.conf").write_text(CONTAINERS_CONF)
    (folder / "storage.conf").write_text(STORAGE_CONF.format(folder))
    podman = Podman(
        {
            **os.environ,
            "CONTAINERS_CONF": str(folder / "containers.conf"),
            "CONTAINERS_STORAGE_CONF": str(folder / "storage.conf"),
            "BUILDAH_ISOLATION": "chroot",
        }
    )
    certificate = "PIP_CERT=/etc/ssl/certs/ca-certificates.crt"
    try:
        podman("import", "--change", f"ENV {certificate}", str(base), name)
        yield podman
    finally:
        podman.try_to("rm", "--all", "--force", "--time", "0")
        podman.try_to("unmount", "--all")
        shutil.rmtree(folder, ignore_errors=True)
