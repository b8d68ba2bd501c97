"""Runs one program on a pseudo-terminal for tests: JSON lines in and out, because Node has no pty of its own.

In, the first line:  {"argv": [...], "environment": {...}, "directory": "...", "rows": 50, "columns": 400}
In, after that:      {"write": BASE64}  {"resize": [ROWS, COLUMNS]}  end of input: hang up
Out:                 {"pid": N}  {"data": BASE64}  {"exit": STATUS}  (128 + N where signal N ended it)
"""

import base64
import errno
import fcntl
import json
import os
import pty
import select
import signal
import struct
import sys
import termios


def main():
    request = json.loads(read_line().decode("utf-8"))
    pid, master = pty.fork()
    if pid == 0:
        become(request)
    resize(master, request["rows"], request["columns"])
    os.set_blocking(master, False)
    tell({"pid": pid})
    serve(pid, master)


def read_line():
    line = b""
    while not line.endswith(b"\n"):
        line += os.read(0, 1)
    return line


def become(request):
    # Python ignores SIGPIPE, and what is ignored stays ignored across exec.
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    try:
        resize(0, request["rows"], request["columns"])
        os.chdir(request["directory"])
        os.execve(request["argv"][0], request["argv"], request["environment"])
    except OSError as error:
        os.write(2, "{}\r\n".format(error).encode("utf-8"))
    os._exit(126)


def resize(terminal, rows, columns):
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))


def tell(message):
    line = (json.dumps(message) + "\n").encode("ascii")
    while line:
        line = line[os.write(1, line) :]


def serve(pid, master):
    wake, waker = os.pipe()
    os.set_blocking(waker, False)
    signal.set_wakeup_fd(waker)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    commands, pending = b"", b""
    while True:
        status = reap(pid, os.WNOHANG)
        if status is not None:
            drain(master)
            tell({"exit": status})
            return
        readable, writable, _ = select.select([0, master, wake], [master] if pending else [], [])
        if wake in readable:
            os.read(wake, 512)
        if master in readable and not forward(master):
            tell({"exit": reap(pid, 0)})
            return
        if 0 in readable:
            chunk = os.read(0, 65536)
            if not chunk:
                hang_up(pid, master)
                return
            commands += chunk
            while b"\n" in commands:
                line, commands = commands.split(b"\n", 1)
                pending += obey(master, json.loads(line.decode("ascii")))
        if pending and master in writable:
            pending = pending[os.write(master, pending) :]


def obey(master, command):
    if "resize" in command:
        resize(master, *command["resize"])
    return base64.b64decode(command.get("write", ""))


def forward(master):
    """Passes on what there is to read; False once nobody holds the other side."""
    try:
        data = os.read(master, 65536)
    except OSError as error:
        # Linux says EIO where others say end of file.
        return error.errno == errno.EAGAIN
    if data:
        tell({"data": base64.b64encode(data).decode("ascii")})
    return bool(data)


def drain(master):
    """Takes what the shell wrote last: the kernel may hand it over a moment after the end."""
    while select.select([master], [], [], 0.05)[0]:
        if not forward(master):
            return


def hang_up(pid, master):
    os.close(master)
    for number in (signal.SIGHUP, signal.SIGKILL):
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            pass
        for _ in range(100):
            status = reap(pid, os.WNOHANG)
            if status is not None:
                tell({"exit": status})
                return
            select.select([], [], [], 0.02)


def reap(pid, options):
    try:
        done, status = os.waitpid(pid, options)
    except ChildProcessError:
        return 0
    if done == 0:
        return None
    if os.WIFSIGNALED(status):
        return 128 + os.WTERMSIG(status)
    return os.WEXITSTATUS(status)


if __name__ == "__main__":
    try:
        main()
    except BrokenPipeError:
        os._exit(1)
