// From a command's name to its interpreter: real and made-up directories on PATH, nothing is ever run.

import { chmodSync, existsSync, mkdirSync, symlinkSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import t from "tap";
import { toText } from "../../../../daemon/core/bytes.ts";
import { follow } from "../../../../daemon/io/pip/follow.ts";
import { anyPython, bytes, caller, run, writeProgram, writeText } from "./pythons.ts";

type Variables = Readonly<Record<string, string>>;

/** The interpreter, or what else came of it. */
async function find(name: string, directory: string, variables: Variables = {}): Promise<string> {
  const found = await follow([bytes(name)], caller(directory, variables));
  return found.kind === "interpreter" ? toText(found.interpreter) : found.kind;
}

const python = anyPython();

/** A Python in `directory`/bin, a link to a real one, and a pip whose first line names it. */
function makePip(directory: string, line = `#!${directory}/bin/python3`): string {
  mkdirSync(join(directory, "bin"), { recursive: true });
  symlinkSync(python, join(directory, "bin/python3"));
  writeProgram(join(directory, "bin/pip"), `${line}\nimport re\n`);
  return join(directory, "bin/python3");
}

t.test("the first on PATH that can be run", async (t) => {
  const root = t.testdir();
  const own = makePip(join(root, "a"));
  writeText(join(root, "not-run/pip"), "#!/bin/false\n");
  mkdirSync(join(root, "directory/pip"), { recursive: true });
  const path = [
    join(root, "not-run"),
    join(root, "directory"),
    join(root, "none"),
    join(root, "a/bin"),
  ].join(":");
  t.equal(await find("pip", "/", { path }), own);
  t.equal(
    await find("pip", join(root, "a/bin"), { path: ":/usr/bin" }),
    own,
    "an empty entry is the directory",
  );
  t.equal(await find("pip", root, { path: "a/bin/" }), own, "an entry may be relative");
});

t.test("pyguard's own programs are passed over, however they are spelled", async (t) => {
  const root = t.testdir();
  const own = makePip(join(root, "a"));
  writeProgram(join(root, "own/pip"), "#!/bin/sh\n");
  symlinkSync("own", join(root, "link"));
  for (const entry of [join(root, "own"), join(root, "own/"), join(root, "link")]) {
    const asked = caller("/", { path: `${entry}:${root}/a/bin` });
    const search = { ...asked.search, skip: [bytes(join(root, "own"))] };
    const found = await follow([bytes("pip")], { ...asked, search });
    t.match(found, { kind: "interpreter", interpreter: own }, entry);
  }
});

t.test("links to a script are followed, links of an interpreter are not resolved", async (t) => {
  const root = t.testdir();
  const own = makePip(join(root, "a"));
  mkdirSync(join(root, "b"));
  symlinkSync("../a/bin/pip", join(root, "b/pip"));
  t.equal(await find("pip", "/", { path: join(root, "b") }), own);
});

t.test("uv's relocatable form starts at the script itself, not at a link to it", async (t) => {
  const root = t.testdir();
  const line = `#!/bin/sh\n'''exec' "$(dirname -- "$(realpath -- "$0")")"/'python3' "$0" "$@"\n' '''`;
  const own = makePip(join(root, "a"), line);
  mkdirSync(join(root, "b"));
  symlinkSync("../a/bin/pip", join(root, "b/pip"));
  t.equal(await find("pip", "/", { path: join(root, "b") }), own);
});

t.test("env searches PATH", async (t) => {
  const root = t.testdir();
  const own = makePip(join(root, "a"), "#!/usr/bin/env python3");
  t.equal(await find("pip", "/", { path: `${root}/a/bin:/usr/bin` }), own);
});

t.test("what is not there is left to the shell", async (t) => {
  const root = t.testdir();
  makePip(join(root, "moved"), "#!/nowhere/.venv/bin/python3");
  t.equal(await find("pip", "/", { path: join(root, "moved/bin") }), "missing");
  t.equal(await find("pip", "/", { path: join(root, "nothing") }), "missing");
  makePip(join(root, "carriage"), `#!${python}\r`);
  t.equal(await find("pip", "/", { path: join(root, "carriage/bin") }), "missing");
});

t.test("without a pip, the Python that python -m pip would run", async (t) => {
  const root = t.testdir();
  mkdirSync(join(root, "bin"));
  symlinkSync(python, join(root, "bin/python3"));
  symlinkSync(python, join(root, "bin/python3.9"));
  const path = join(root, "bin");
  t.equal(await find("pip", "/", { path }), join(path, "python3"));
  t.equal(await find("pip3.9", "/", { path }), join(path, "python3.9"));
});

t.test("what only running would tell is unknown", async (t) => {
  const root = t.testdir();
  writeProgram(join(root, "pip"), '#!/bin/sh\nexec /opt/somewhere/pip "$@"\n');
  writeProgram(join(root, "pip3"), "import sys\n");
  t.equal(await find("pip", "/", { path: root }), "unknown");
  t.equal(await find("pip3", "/", { path: root }), "unknown");
});

t.test("a script in the place of the interpreter says so", async (t) => {
  const root = t.testdir();
  writeProgram(join(root, "bin/python"), '#!/bin/sh\nexec /usr/bin/python3 "$@"\n');
  writeProgram(join(root, "bin/pip"), `#!${root}/bin/python\n`);
  const found = await follow([bytes("pip")], caller("/", { path: join(root, "bin") }));
  t.match(found, { kind: "interpreter", interpreter: join(root, "bin/python"), isWrapped: true });
});

t.test("scripts that name each other end somewhere", async (t) => {
  const root = t.testdir();
  writeProgram(join(root, "a"), `#!${root}/b\n`);
  writeProgram(join(root, "b"), `#!${root}/a\n`);
  writeProgram(join(root, "pip"), `#!${root}/a\n`);
  t.match(await follow([bytes("pip")], caller("/", { path: root })), {
    kind: /interpreter|unknown/,
  });
});

t.test("a FIFO, a device and a file without a line end are no obstacle", async (t) => {
  const root = t.testdir();
  run("/usr/bin/mkfifo", [join(root, "pip")]);
  chmodSync(join(root, "pip"), 0o755);
  writeProgram(join(root, "pip3"), "#!".padEnd(100_000, "x"));
  t.equal(await find("pip", "/", { path: root }), "missing");
  t.equal(await find("pip3", "/", { path: root }), "missing");
});

const pyenv = join(homedir(), ".pyenv");

t.test("real shims of pyenv", { skip: !existsSync(join(pyenv, "shims/pip")) }, async (t) => {
  const directory = t.testdir({ ".python-version": "", sub: {} });
  const path = `${pyenv}/shims:${pyenv}/bin:/usr/bin:/bin`;
  const which = (variables: Variables, where: string): string | undefined =>
    run(join(pyenv, "bin/pyenv"), ["which", "python3"], {
      directory: where,
      HOME: homedir(),
      PATH: path,
      ...variables,
    })?.trim();
  const compare = async (title: string, variables: Variables, where = directory): Promise<void> => {
    const expected = which(variables, where);
    t.equal(
      await find("python3", where, { path, home: homedir(), ...variables }),
      expected ?? "missing",
      title,
    );
  };
  await compare("the global file", {});
  await compare("a variable", { PYENV_VERSION: "3.10.13" });
  await compare("an abbreviated version", { PYENV_VERSION: "3.12" });
  await compare("with python- in front", { PYENV_VERSION: "python-3.9" });
  await compare("several", { PYENV_VERSION: "2.7.18:3.11" });
  await compare("the system's", { PYENV_VERSION: "system" });
  await compare("one that is not installed", { PYENV_VERSION: "9.9.9" });
  writeText(join(directory, ".python-version"), "# mine\n\n  3.8.18 and more\n3.13\n");
  await compare("the file in a directory above", {}, join(directory, "sub"));
  writeText(join(directory, ".python-version"), "python-3.9\n");
  await compare("with python- in front, in a file", {});
  writeText(join(directory, ".python-version"), "../../evil\n3.9\n");
  await compare("a version that climbs out", {});
});

const shim = (version: string): string =>
  `#!/usr/bin/env bash\n# asdf-plugin: python ${version}\nexec asdf exec "pip" "$@"\n`;

t.test("shims of asdf", async (t) => {
  const home = t.testdir({ project: { sub: {} } });
  writeProgram(join(home, ".asdf/shims/pip"), shim("3.12.1"));
  const made = ["3.11.9", "3.12.1"].map((version) =>
    makePip(join(home, ".asdf/installs/python", version)),
  );
  const path = `${home}/.asdf/shims:/usr/bin:/bin`;
  const ask = async (variables: Variables = {}): Promise<string> =>
    find("pip", join(home, "project/sub"), { path, home, ...variables });
  t.equal(await ask(), "missing", "nothing chosen: asdf runs nothing");
  writeText(join(home, ".tool-versions"), "nodejs 20\npython 3.11.9 # old\n");
  t.equal(await ask(), made[0], "the account's file");
  writeText(join(home, "project/.tool-versions"), "python 9.9 3.12.1\n");
  t.equal(await ask(), made[1], "the project's, the first that is installed");
  t.equal(await ask({ ASDF_PYTHON_VERSION: "3.11.9" }), made[0], "a variable");
  const own = makePip(join(home, "own"));
  t.equal(await ask({ ASDF_PYTHON_VERSION: `path:${home}/own` }), own, "a path");
});

t.test("shims of mise", async (t) => {
  const home = t.testdir({ project: { sub: {} } });
  writeProgram(join(home, "mise/mise"), "\u007fELF");
  mkdirSync(join(home, ".local/share/mise/shims"), { recursive: true });
  symlinkSync(join(home, "mise/mise"), join(home, ".local/share/mise/shims/pip"));
  const installs = join(home, ".local/share/mise/installs/python");
  const made = ["3.11.9", "3.12.1", "3.12.10"].map((version) => makePip(join(installs, version)));
  const path = `${home}/.local/share/mise/shims:${home}/none`;
  const ask = async (variables: Variables = {}): Promise<string> =>
    find("pip", join(home, "project/sub"), { path, home, ...variables });
  t.equal(await ask(), "missing", "nothing chosen, and nothing else on PATH");
  writeText(join(home, ".config/mise/config.toml"), '[tools]\npython = "3.11"\n');
  t.equal(await ask(), made[0], "the account's file");
  writeText(join(home, "project/mise.toml"), '[tools]\npython = ["3.12", "3.11"]\n');
  t.equal(await ask(), made[2], "the project's, the newest that it abbreviates");
  writeText(join(home, "project/mise.local.toml"), '[tools]\npython = { version = "3.12.1" }\n');
  t.equal(await ask(), made[1], "the local one goes before it");
  t.equal(await ask({ MISE_PYTHON_VERSION: "3.11.9" }), made[0], "a variable");
  writeText(join(home, "project/mise.local.toml"), "this is = = no TOML");
  t.equal(await ask(), made[2], "a broken file says nothing");
});

t.test("py stands for an environment, or for the version that is typed", async (t) => {
  const root = t.testdir({ project: { sub: {} }, bin: {} });
  writeProgram(join(root, "bin/py"), "\u007fELF");
  ["python3.9", "python3.12"].forEach((name) => symlinkSync(python, join(root, "bin", name)));
  const own = makePip(join(root, "project/.venv"));
  symlinkSync("python3", join(root, "project/.venv/bin/python"));
  const active = makePip(join(root, "active"));
  symlinkSync("python3", join(root, "active/bin/python"));
  const ask = async (words: string, directory: string, variables: Variables = {}) => {
    const asked = caller(directory, { path: join(root, "bin"), ...variables });
    const found = await follow(words.split(" ").map(bytes), asked);
    return found.kind === "interpreter" ? toText(found.interpreter) : found.kind;
  };
  t.equal(await ask("py -3.9 -m pip", root), join(root, "bin/python3.9"));
  t.equal(await ask("py -3 -m pip", join(root, "project")), join(root, "bin/python3.12"));
  t.equal(await ask("py -m pip", join(root, "project/sub")), own.replace("python3", "python"));
  const variables = { VIRTUAL_ENV: join(root, "active") };
  t.equal(
    await ask("py -m pip", join(root, "project"), variables),
    active.replace("python3", "python"),
  );
  t.equal(await ask("py -m pip", root), join(root, "bin/python3.12"), "else the newest");
  t.equal(await ask("py -3.8 -m pip", root), "missing");
});

t.test("a Windows launcher leads to the Python beside it", async (t) => {
  const root = t.testdir();
  const end = Buffer.alloc(22);
  end.write("PK\u0005\u0006", 0, "latin1");
  const launcher = Buffer.concat([
    Buffer.from("MZ...#!C:\\p\\.venv\\Scripts\\python.exe\r\n"),
    end,
  ]);
  writeProgram(join(root, ".venv/Scripts/pip.exe"), launcher);
  writeProgram(join(root, ".venv/Scripts/python.exe"), "MZ");
  const path = join(root, ".venv/Scripts");
  t.equal(await find("pip.exe", "/", { path }), join(path, "python.exe"));
});
