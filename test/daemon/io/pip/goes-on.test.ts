// Where the system cannot start what a shell found on PATH: zsh tries the next of that name, other shells end there.

import { join } from "node:path";
import t from "tap";
import { follow } from "../../../../daemon/io/pip/follow.ts";
import { anyPython, bytes, caller, run, writeProgram } from "./pythons.ts";

/** The directories before the one whose pip starts, and whether zsh gets there. */
const cases: readonly (readonly [before: readonly string[], zsh: boolean])[] = [
  [[], true],
  [["moved"], true],
  [["moved", "options"], true],
  // There the system starts `env`, and that is that.
  [["searched"], false],
];

t.test("the pip that is followed is the one that each shell would run", async (t) => {
  const root = t.testdir();
  const python = anyPython();
  writeProgram(join(root, "moved/pip"), "#!/gone/bin/python3\n");
  writeProgram(join(root, "options/pip"), "#! /gone/bin/python3 -s\n");
  writeProgram(join(root, "searched/pip"), "#!/usr/bin/env gone-python\n");
  writeProgram(join(root, "whole/pip"), `#!${python}\nprint("whole")\n`);
  for (const [before, zsh] of cases) {
    const path = [...before, "whole"].map((name) => join(root, name)).join(":");
    const bash = before.length === 0;
    for (const [shell, isRun] of Object.entries({ zsh, bash, fish: bash })) {
      const name = `${shell}: ${before.join(", ")}`;
      const asked = caller(root, { path });
      const search = { ...asked.search, goesOn: shell === "zsh" };
      const found = await follow([bytes("pip")], { ...asked, search });
      t.match(found, isRun ? { interpreter: python } : { kind: "missing" }, name);
      const program = findShell(shell);
      const said = run(program, ["-c", "pip; true"], { PATH: path });
      t.equal(said, isRun ? "whole\n" : "", `${name}, itself`, { skip: program === "" });
    }
  }
});

t.test("the first is named where there is none to go on to", async (t) => {
  const root = t.testdir();
  writeProgram(join(root, "pip"), "#!/gone/bin/python3\n");
  const asked = caller(root, { path: `${root}:/nowhere` });
  const search = { ...asked.search, goesOn: true };
  t.match(await follow([bytes("pip")], { ...asked, search }), {
    kind: "missing",
    what: "/gone/bin/python3",
    steps: [{ path: join(root, "pip") }],
  });
});

function findShell(name: string): string {
  return run("sh", ["-c", `command -v ${name} || :`])?.trim() ?? "";
}
