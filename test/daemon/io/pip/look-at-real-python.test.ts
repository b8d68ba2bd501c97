// What the files say of an interpreter is what the interpreter says of itself.

import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import t, { type Test } from "tap";
import { toText } from "../../../../daemon/core/bytes.ts";
import { isIsolated } from "../../../../daemon/core/pip/kind.ts";
import { lookAtPython } from "../../../../daemon/io/pip/look-at-python.ts";
import { anyPython, ask, bytes, caller, findPythons, makeVenv, run } from "./pythons.ts";

async function look(interpreter: string) {
  return lookAtPython({ interpreter: bytes(interpreter), isWrapped: false }, caller("/"));
}

/** Both, side by side; an interpreter that does not run says nothing. */
async function compare(test: Test, interpreter: string): Promise<void> {
  const said = ask(interpreter);
  if (said === null) {
    test.pass(`${interpreter} does not run here`);
    return;
  }
  const seen = await look(interpreter);
  test.equal(toText(seen.prefix), said.prefix, "prefix");
  test.equal(toText(seen.basePrefix), said.base, "base prefix");
  test.equal(isIsolated(seen.kind), said.prefix !== said.base, "an environment or none");
  test.equal(
    seen.marker === null,
    said.marker === null || said.prefix !== said.base,
    "marked or not",
  );
  test.equal(seen.hidesUserSite, !said.isUserSiteOn, "user site");
  if (said.prefix !== "/usr") {
    test.equal(toText(seen.siteDirs[0] ?? bytes("")), said.purelib, "where pip puts things");
  }
}

const python = anyPython();

t.test("each Python of this machine", async (t) => {
  for (const interpreter of findPythons()) {
    await t.test(interpreter, async (t) => compare(t, interpreter));
  }
});

t.test("an environment of each Python", async (t) => {
  for (const [index, base] of findPythons().entries()) {
    const environment = join(t.testdirName, `made-${index}`);
    mkdirSync(t.testdirName, { recursive: true });
    if (run(base, ["-m", "venv", "--without-pip", environment]) !== null) {
      await t.test(base, async (t) => compare(t, join(environment, "bin/python")));
    }
  }
});

/** An environment made by `make` in a directory of its own, and its interpreter looked at. */
function inFresh(name: string, make: (directory: string) => string): void {
  t.test(name, async (t) => {
    const directory = t.testdir();
    await compare(t, make(directory));
  });
}

function edit(environment: string, change: (text: string) => string): void {
  const file = join(environment, "pyvenv.cfg");
  writeFileSync(file, change(readFileSync(file, "utf8")));
}

inFresh("one with --system-site-packages", (directory) => {
  makeVenv(python, join(directory, "e"), ["--without-pip", "--system-site-packages"]);
  return join(directory, "e/bin/python3");
});

inFresh("one with copies instead of links", (directory) => {
  makeVenv(python, join(directory, "e"), ["--without-pip", "--copies"]);
  return join(directory, "e/bin/python3");
});

inFresh("one whose pyvenv.cfg says FALSE in capitals", (directory) => {
  makeVenv(python, join(directory, "e"), ["--without-pip"]);
  edit(join(directory, "e"), (text) => text.replace("= false", "= FALSE"));
  return join(directory, "e/bin/python3");
});

inFresh("one whose pyvenv.cfg says nothing of the base's packages", (directory) => {
  makeVenv(python, join(directory, "e"), ["--without-pip"]);
  edit(join(directory, "e"), (text) => text.replace(/^include.*$/m, ""));
  return join(directory, "e/bin/python3");
});

inFresh("one without a home in pyvenv.cfg", (directory) => {
  makeVenv(python, join(directory, "e"), ["--without-pip"]);
  edit(join(directory, "e"), (text) => text.replace(/^home.*$/m, ""));
  return join(directory, "e/bin/python3");
});

inFresh("one without pyvenv.cfg is the Python behind it", (directory) => {
  makeVenv(python, join(directory, "e"), ["--without-pip"]);
  rmSync(join(directory, "e/pyvenv.cfg"));
  return join(directory, "e/bin/python3");
});

inFresh("one made in another one", (directory) => {
  makeVenv(python, join(directory, "e"), ["--without-pip"]);
  makeVenv(join(directory, "e/bin/python3"), join(directory, "e/inner"), ["--without-pip"]);
  return join(directory, "e/inner/bin/python3");
});

inFresh("a copied one", (directory) => {
  makeVenv(python, join(directory, "e"), ["--without-pip"]);
  cpSync(join(directory, "e"), join(directory, "copy"), {
    recursive: true,
    verbatimSymlinks: true,
  });
  return join(directory, "copy/bin/python3");
});

inFresh("a link to the environment is the environment", (directory) => {
  makeVenv(python, join(directory, "e"), ["--without-pip"]);
  symlinkSync("e", join(directory, "link"));
  return join(directory, "link/bin/python3");
});

inFresh("a link to its interpreter from elsewhere is not", (directory) => {
  makeVenv(python, join(directory, "e"), ["--without-pip"]);
  mkdirSync(join(directory, "other/bin"), { recursive: true });
  symlinkSync(join(directory, "e/bin/python3"), join(directory, "other/bin/python3"));
  return join(directory, "other/bin/python3");
});

const virtualenv = "/usr/bin/virtualenv";

t.test("one of virtualenv", { skip: !existsSync(virtualenv) }, async (t) => {
  const environment = join(t.testdir(), "e");
  run(virtualenv, [
    "--no-download",
    "--without-pip",
    "--no-pip",
    "--no-setuptools",
    "--no-wheel",
    environment,
  ]);
  await compare(t, join(environment, "bin/python3"));
  t.equal((await look(join(environment, "bin/python3"))).kind, "venv");
});

t.test("one that was broken says which", async (t) => {
  const environment = join(t.testdir(), "e");
  makeVenv(python, environment, ["--without-pip"]);
  t.equal((await look(join(environment, "bin/python3"))).broken, null);
  rmSync(join(environment, "pyvenv.cfg"));
  t.equal(toText((await look(join(environment, "bin/python3"))).broken ?? bytes("")), environment);
});

t.test("pip and ensurepip are seen where they are, and their versions", async (t) => {
  const environment = join(t.testdir(), "e");
  makeVenv(python, environment, ["--without-pip"]);
  const none = await look(join(environment, "bin/python"));
  t.equal(none.hasPip, false);
  t.equal(none.hasEnsurepip, true);
  for (const interpreter of findPythons().slice(0, 3)) {
    const said = run(interpreter, ["-m", "pip", "--version"]);
    t.equal((await look(interpreter)).pipVersion, said?.split(" ")[1] ?? null, interpreter);
  }
});
