"""Stands for pip where what it does in each of hundreds of places matters, and not how it does it: unpacks wheels."""
import os
import subprocess
import sys
import sysconfig
import zipfile

__version__ = "24.0"


def main():
    words = sys.argv[1:]
    if words[:1] == ["--python"]:
        interpreter = os.path.join(words[1], "bin/python")
        sys.exit(subprocess.call([interpreter, __file__, *words[2:]]))
    verb, *names = words
    where = sysconfig.get_path("purelib")
    if names[:1] == ["--target"]:
        where, names = names[1], names[2:]
    if verb != "install" or any(name.startswith("-") for name in names):
        sys.exit("this pip only knows install NAME")
    for name in names:
        put(where) if name == "pip" else unpack(name, where)


def unpack(name, where):
    if sys.prefix == sys.base_prefix and not os.path.isdir(os.path.join(sys.prefix, "conda-meta")):
        sys.exit("this pip was to write into a shared Python: " + sys.prefix)
    with zipfile.ZipFile(os.path.join(os.environ["PIP_FIND_LINKS"], name + "-1.0-py3-none-any.whl")) as wheel:
        wheel.extractall(where)
    print("Successfully installed " + name)


def put(where):
    """Puts this pip where it was asked for, as ensurepip would."""
    os.makedirs(where, exist_ok=True)
    os.symlink(os.path.dirname(os.path.realpath(__file__)), os.path.join(where, "pip"))
    if where != sysconfig.get_path("purelib"):
        return
    for name in ("pip", "pip3"):
        path = os.path.join(sys.prefix, "bin", name)
        with open(path, "w") as script:
            script.write("#!" + sys.executable + "\nimport pip\npip.main()\n")
        os.chmod(path, 0o755)


if __name__ == "__main__":
    main()
