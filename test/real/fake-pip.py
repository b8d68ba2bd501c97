#!@PYTHON@
"""Stands for pip in tests: notes how it was called and changes nothing."""
import json
import os
import signal
import sys

call = {
    "argv": [os.fsencode(word).decode("latin-1") for word in sys.argv],
    "prefix": sys.prefix,
    "input": sys.stdin.buffer.read().decode("latin-1") if "-" in sys.argv else "",
    "require": os.environ.get("PIP_REQUIRE_VIRTUALENV", ""),
}
with open(os.path.join(os.environ["FAKE_PIP_CALLS"], "calls"), "a") as calls:
    calls.write(json.dumps(call) + "\n")
if os.environ.get("FAKE_PIP_WAITS"):
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    print("pip waits", flush=True)
    signal.pause()
if call["require"] not in ("", "0") and sys.prefix == sys.base_prefix:
    sys.exit(3)
print("pip ran")
sys.exit(int(os.environ.get("FAKE_PIP_EXIT", "0")))
