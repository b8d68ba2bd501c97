// Kinds that only a path can tell: nobody makes a Nix store for a test.

import t from "tap";
import { asBytes } from "../../../../daemon/core/bytes.ts";
import { classify, type PrefixFacts } from "../../../../daemon/core/pip/classify.ts";

const facts: PrefixFacts = {
  prefix: asBytes("/x"),
  interpreter: asBytes("/x/bin/python3"),
  realInterpreter: asBytes("/x/bin/python3.12"),
  isWrapped: false,
  version: "3.12",
  cfg: null,
  leadsIntoSpack: false,
  hasSpackDirectory: false,
  hasSpackSpec: false,
  tool: null,
  hasOrigPrefix: false,
  conda: null,
  marker: null,
  isEmbedded: false,
  isPypy: false,
  roots: { pyenv: asBytes("/home/u/.pyenv"), asdf: asBytes("/home/u/.asdf"), mise: asBytes("/m") },
};

const paths: Readonly<Record<string, string>> = {
  "/nix/store/7i3-python3-3.12.4/bin/python3.12": "nix-store",
  "/nix/store/9xk-python3-3.12.4-env/bin/python3.12": "nix-env",
  "/gnu/store/ab1-python-3.10.7/bin/python3.10": "guix-store",
  "/usr/bin/python3.12": "distro",
  "/usr/libexec/platform-python3.6": "distro",
  "/usr/local/bin/python3.12": "global",
  "/opt/apps/python/3.12/bin/python3.12": "global",
  "/home/u/.pyenv/versions/3.12.1/bin/python3.12": "pyenv-global",
  "/srv/nix/store/x/bin/python3": "global",
  "/Library/Frameworks/Python.framework/Versions/3.12/bin/python3.12": "macos-framework",
  "/Applications/Xcode.app/Contents/Developer/usr/bin/python3": "macos-system",
  "/Library/Developer/CommandLineTools/usr/bin/python3": "macos-system",
};

t.test("a path tells the kind where nothing else does", async (t) => {
  for (const [path, kind] of Object.entries(paths)) {
    t.equal(classify({ ...facts, realInterpreter: asBytes(path) }).kind, kind, path);
  }
});

const homebrew = "/opt/homebrew/Cellar/python@3.12/3.12.4/bin/python3.12";

t.test("a marked one is somebody's, by its path or by the marker's words", async (t) => {
  const marker = { isUv: false };
  t.equal(classify({ ...facts, marker }).kind, "distro-em");
  t.equal(classify({ ...facts, marker: { isUv: true } }).kind, "uv-managed-em");
  t.equal(classify({ ...facts, marker, realInterpreter: asBytes(homebrew) }).kind, "homebrew-em");
  const nix = asBytes("/nix/store/7i3-python3-3.12.4/bin/python3.12");
  t.equal(classify({ ...facts, marker, realInterpreter: nix }).kind, "nix-store", "a store first");
});

t.test("an environment of a store's Python is an environment", async (t) => {
  const cfg = { hasHome: true, systemSitePackages: false };
  const realInterpreter = asBytes("/nix/store/7i3-python3-3.12.4/bin/python3.12");
  t.equal(classify({ ...facts, cfg, realInterpreter }).kind, "venv");
});

t.test(
  "without home in pyvenv.cfg it is one up to 3.13, where the interpreter is a link out",
  async (t) => {
    const cfg = { hasHome: false, systemSitePackages: true };
    const realInterpreter = asBytes("/usr/bin/python3.13");
    t.equal(classify({ ...facts, cfg, realInterpreter, version: "3.13" }).kind, "venv-system-site");
    t.equal(classify({ ...facts, cfg, realInterpreter, version: "3.14" }).kind, "distro");
    t.equal(classify({ ...facts, cfg, realInterpreter, version: null }).kind, "distro");
    t.equal(classify({ ...facts, cfg }).kind, "global", "a program of its own makes it none");
  },
);
