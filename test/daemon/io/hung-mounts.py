# Mounts file systems that never answer, as those of a server that is gone, and runs a program beside them.
#   hung-mounts.py COUNT BASE PROGRAM [WORDS...]     as root, in a mount namespace of its own: BASE/1 to BASE/COUNT
import ctypes
import os
import struct
import subprocess
import sys

count, base, words = int(sys.argv[1]), sys.argv[2], sys.argv[3:]
libc = ctypes.CDLL(None, use_errno=True)


def check(result):
    if result != 0:
        raise OSError(ctypes.get_errno(), "mount")


# Nothing of this is seen outside.
check(libc.mount(None, b"/", None, 0x4000 | 0x40000, None))
kept = []
for number in range(1, count + 1):
    point = os.path.join(base, str(number))
    os.makedirs(point, exist_ok=True)
    device = os.open("/dev/fuse", os.O_RDWR)
    options = f"fd={device},rootmode=40000,user_id=0,group_id=0,allow_other"
    check(libc.mount(b"hung", os.fsencode(point), b"fuse.hung", 0, options.encode()))
    # FUSE_INIT is answered (linux/fuse.h); whatever is asked after it is not.
    request = os.read(device, 65536)
    unique = struct.unpack_from("<Q", request, 8)[0]
    init = struct.pack("<IIIIHHIIHHI28x", 7, 31, 65536, 0, 12, 9, 65536, 1, 16, 0, 0)
    os.write(device, struct.pack("<IiQ", 16 + len(init), 0, unique) + init)
    kept.append(device)
sys.exit(subprocess.run(words).returncode)
