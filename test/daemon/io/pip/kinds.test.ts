// Which kind of Python lies in a directory, by made-up files; a link to a real Python stands for each interpreter.

import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import type { Kind } from "../../../../daemon/core/pip/kind.ts";
import { lookAtPython } from "../../../../daemon/io/pip/look-at-python.ts";
import { bytes, caller, writeProgram, writeText } from "./pythons.ts";

type Files = Readonly<Record<string, string>>;
type Variables = Readonly<Record<string, string>>;

type Case = {
  readonly kind: Kind;
  readonly title: string;
  readonly files: Files;
  /** The prefix below the directory of the test. */
  readonly at?: string;
  readonly interpreter?: string;
  readonly variables?: (root: string) => Variables;
  readonly links?: Readonly<Record<string, string>>;
};

const cfg = "home = /usr/bin\ninclude-system-site-packages = false\nversion = 3.11.2\n";
const library = { "lib/python3.11/os.py": "" };
const marked = {
  ...library,
  "lib/python3.11/EXTERNALLY-MANAGED": "[externally-managed]\nError=no\n",
};
const history = { "conda-meta/history": "" };

const cases: readonly Case[] = [
  { kind: "venv", title: "a virtual environment", files: { "pyvenv.cfg": cfg } },
  {
    kind: "venv-system-site",
    title: "one that lets in its base's packages",
    files: { "pyvenv.cfg": cfg.replace("false", "true") },
  },
  {
    kind: "venv",
    title: "one in a conda environment",
    files: { "pyvenv.cfg": cfg, ...history },
  },
  { kind: "tool-venv", title: "pipx's", files: { "pyvenv.cfg": cfg, "pipx_metadata.json": "{}" } },
  { kind: "tool-venv", title: "uv tool's", files: { "pyvenv.cfg": cfg, "uv-receipt.toml": "" } },
  {
    kind: "virtualenv-legacy",
    title: "an old virtualenv's",
    files: { ...library, "bin/activate": "", "lib/python3.11/orig-prefix.txt": "/usr" },
  },
  { kind: "conda-env", title: "a conda environment", files: { ...library, ...history } },
  {
    kind: "conda-env",
    title: "one below conda's base",
    at: "conda/envs/sci",
    files: { ...library, ...history },
    links: { "../../condabin": "/usr/bin" },
  },
  {
    kind: "conda-env",
    title: "one with the file that hides ~/.local",
    files: { ...library, ...history, "pyvenv.cfg": "include-system-site-packages = false\n" },
  },
  {
    kind: "conda-base",
    title: "conda's base",
    files: { ...library, ...history, "condabin/conda": "" },
  },
  {
    kind: "conda-base",
    title: "micromamba's root",
    files: { ...library, ...history, "pkgs/x": "", "envs/x": "" },
  },
  {
    kind: "conda-base",
    title: "one with conda in it",
    files: { ...library, ...history, "conda-meta/conda-24.9.2-py311h06a4308_0.json": "{}" },
  },
  {
    kind: "conda-env",
    title: "one with a package whose name begins with conda",
    files: { ...library, ...history, "conda-meta/conda-package-handling-2.3.0-py311_0.json": "{}" },
  },
  {
    kind: "conda-base",
    title: "what CONDA_EXE calls so",
    files: { ...library, ...history },
    variables: (root) => ({ CONDA_EXE: `${root}/bin/conda` }),
  },
  {
    kind: "conda-frozen",
    title: "a frozen one",
    files: { ...library, ...history, "condabin/conda": "", "conda-meta/frozen": "" },
  },
  { kind: "pixi-env", title: "pixi's", files: { ...library, ...history, "conda-meta/pixi": "{}" } },
  { kind: "conda-em", title: "one that is marked", files: { ...marked, ...history } },
  {
    kind: "spack-view",
    title: "a view of Spack's",
    files: { "pyvenv.cfg": cfg, ".spack/python/spec.json": "" },
  },
  {
    kind: "spack-view",
    title: "an environment's view",
    at: "project/.spack-env/view",
    files: { "pyvenv.cfg": cfg },
  },
  {
    kind: "spack-view",
    title: "a view whose programs are links into packages",
    files: {
      "pyvenv.cfg": cfg,
      "../store/.spack/spec.json": "",
      "../store/bin/python3-config": "",
    },
    links: { "bin/python3-config": "../../store/bin/python3-config" },
  },
  {
    kind: "venv",
    title: "an environment in the directory of a Spack environment",
    files: { "pyvenv.cfg": cfg },
    variables: (root) => ({ SPACK_ENV: root }),
  },
  { kind: "spack-store", title: "a package of Spack's", files: { ".spack/spec.json": "" } },
  { kind: "spack-store", title: "an old one", files: { ".spack/spec.yaml": "" } },
  { kind: "distro-em", title: "one that is marked", files: marked },
  {
    kind: "global",
    title: "a directory with the marker's name marks nothing",
    files: { ...library, "lib/python3.11/EXTERNALLY-MANAGED/x": "" },
  },
  {
    kind: "uv-managed-em",
    title: "uv's, by the marker's words",
    files: {
      ...library,
      "lib/python3.11/EXTERNALLY-MANAGED":
        "[externally-managed]\nError=This Python installation is managed by uv\n",
    },
  },
  {
    kind: "uv-managed-em",
    title: "uv's, by its place",
    at: "uv/python/cpython-3.11",
    files: marked,
  },
  { kind: "homebrew-em", title: "Homebrew's", at: "Cellar/python@3.11/3.11.9", files: marked },
  { kind: "pyenv-global", title: "pyenv's", at: ".pyenv/versions/3.11.9", files: library },
  {
    kind: "pyenv-global",
    title: "pyenv's elsewhere",
    at: "py/versions/3.11.9",
    files: library,
    variables: (root) => ({ PYENV_ROOT: root.replace(/\/versions.*/, "") }),
  },
  { kind: "asdf", title: "asdf's", at: ".asdf/installs/python/3.11.9", files: library },
  { kind: "mise", title: "mise's", at: ".local/share/mise/installs/python/3.11", files: library },
  { kind: "pypy-global", title: "PyPy", files: { "lib/pypy3.10/os.py": "" }, interpreter: "pypy3" },
  { kind: "global", title: "one that was built", files: library },
  {
    kind: "windows-embed",
    title: "an embedded one",
    files: { "bin/python311._pth": "" },
    interpreter: "python.exe",
  },
  { kind: "windows-global", title: "a Windows one", files: {}, interpreter: "python.exe" },
];

t.test("the kind of a Python is in the files around it", async (t) => {
  for (const { kind, title, files, at = "prefix", interpreter, variables, links = {} } of cases) {
    await t.test(`${kind}: ${title}`, async (t) => {
      const prefix = join(t.testdir(), at);
      Object.entries(files).forEach(([name, text]) => writeText(join(prefix, name), text));
      const program = join(prefix, "bin", interpreter ?? "python3.11");
      writeProgram(program, interpreter?.endsWith(".exe") === true ? "MZ" : "\u007fELF");
      for (const [name, target] of Object.entries(links)) {
        mkdirSync(join(prefix, name, ".."), { recursive: true });
        symlinkSync(target, join(prefix, name));
      }
      const found = await lookAtPython(
        { interpreter: bytes(program), isWrapped: false },
        caller("/", variables?.(prefix) ?? {}),
      );
      t.equal(found.kind, kind);
      t.not(found.evidence, "", "says why");
    });
  }
});

t.test("a script in the place of an interpreter is told by what lies around it", async (t) => {
  const root = t.testdir();
  const look = async (directory: string): Promise<Kind> => {
    const program = join(root, directory, "bin/python");
    writeProgram(program, "#!/bin/sh\n");
    return (await lookAtPython({ interpreter: bytes(program), isWrapped: true }, caller("/"))).kind;
  };
  writeText(join(root, "conda/conda-meta/history"), "");
  t.equal(await look("conda"), "conda-env");
  t.equal(await look("bare"), "unknown");
});
