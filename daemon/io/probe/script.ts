// What an interpreter is asked, as a program of its own: runs in Python 2.7 and 3, imports little, prints one JSON.

import { asBytes, type Bytes } from "../../core/bytes.ts";

/**
 * Stands around the JSON, so that what a `sitecustomize` prints does no harm. The program puts it together only
 * when it runs: one that merely prints its arguments does not say it.
 */
export const answerMark = asBytes("pyguard-probe-1");

/**
 * Without -I, so that variables and the account's own packages count as they do for pip; never with -S, which
 * sees no environment. Paths go out as latin-1: a character a byte, whatever the locale.
 */
export const probeArguments: readonly Bytes[] = [
  "-B",
  "-c",
  String.raw`
import sys
sys.path[:] = [p for p in sys.path if p]
import json, os, site, sysconfig

def text(value):
    if value is None:
        return ""
    if isinstance(value, bytes):
        return value.decode("latin-1")
    if hasattr(os, "fsencode"):
        return os.fsencode(value).decode("latin-1")
    return value.encode("utf-8").decode("latin-1")

def at(name):
    try:
        return text(sysconfig.get_path(name))
    except Exception:
        return ""

def ask(call):
    try:
        return text(call())
    except Exception:
        return ""

def why():
    if site.ENABLE_USER_SITE:
        return "on"
    if site.ENABLE_USER_SITE is None:
        return "owner"
    if sys.flags.no_user_site:
        return "variable" if os.environ.get("PYTHONNOUSERSITE") else "option"
    for place in (os.path.dirname(sys.executable or ""), sys.prefix):
        if os.path.isfile(os.path.join(place, "pyvenv.cfg")):
            return "pyvenv.cfg"
    return "site"

def has(name):
    try:
        from importlib.util import find_spec
        return find_spec(name) is not None
    except Exception:
        return False

def marker():
    path = os.path.join(sysconfig.get_path("stdlib") or "", "EXTERNALLY-MANAGED")
    if not os.path.isfile(path):
        return None
    with open(path, "rb") as file:
        return {"path": text(path), "text": file.read(16384).decode("latin-1")}

base = getattr(sys, "base_prefix", None) or getattr(sys, "real_prefix", sys.prefix)
kind = getattr(sys, "implementation", None)
mark = "pyguard" + "-probe-1"
print(mark + json.dumps({
    "executable": text(sys.executable),
    "prefix": text(sys.prefix),
    "basePrefix": text(base),
    "realPrefix": text(getattr(sys, "real_prefix", None)),
    "version": ".".join(str(part) for part in sys.version_info[:3]),
    "implementation": kind.name if kind else "pypy" if "__pypy__" in sys.builtin_module_names else "cpython",
    "platform": ask(sysconfig.get_platform),
    "stdlib": at("stdlib"),
    "purelib": at("purelib"),
    "platlib": at("platlib"),
    "scripts": at("scripts"),
    "data": at("data"),
    "userBase": ask(site.getuserbase),
    "userSite": ask(site.getusersitepackages),
    "userSiteIs": why(),
    "marker": marker(),
    "searchPath": [text(entry) for entry in sys.path],
    "isFramework": bool(getattr(sys, "_framework", "")),
    "hasVenv": has("venv"),
    "hasEnsurepip": has("ensurepip"),
}) + mark)
`.trim(),
].map(asBytes);
