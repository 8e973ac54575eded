"""What the data folder stands on."""

from __future__ import annotations

import os
from pathlib import Path

_NETWORK = (
    *("nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "afpfs", "ncpfs", "webdav", "davfs"),
    *("fuse.sshfs", "fuse.davfs2", "fuse.rclone", "fuse.glusterfs", "glusterfs", "lustre", "ceph", "gfs2", "ocfs2"),
)
# 9p is not among them: containers and virtual machines have it as their only, local disk.


def network_kind(folder: Path, mounts: str | None = None) -> str:
    """The kind of network file system a folder lies on; "" for a local one, and where it cannot be told.

    >>> network_kind(Path("/srv/data/hoursback"), "disk / ext4 rw 0 0\\nnas:/x /srv/data nfs4 rw 0 0\\n")
    'nfs4'
    """
    listed = _mounts() if mounts is None else mounts
    target = str(folder) if mounts is not None else os.path.realpath(folder)
    best, kind = -1, ""
    for line in listed.splitlines():
        fields = line.split()
        if len(fields) < 3:
            continue
        point = fields[1].encode().decode("unicode_escape")
        is_above = target == point or target.startswith(point.rstrip("/") + "/")
        if is_above and len(point) >= best:
            best, kind = len(point), fields[2]
    return kind if kind in _NETWORK else ""


def _mounts() -> str:
    try:
        return Path("/proc/mounts").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
