// `pyguard trust --prefix`: Pythons that are somebody's own to manage.

import fs from "node:fs";
import { join } from "node:path";
import t from "tap";
import { makeEnvironment } from "../daemon/service/house.ts";
import { writeProgram, writeText } from "../daemon/io/pip/pythons.ts";
import { makeCottage } from "./cottage.ts";

t.test("--prefix: a Python that is mine to manage", (t) => {
  const { run, home, directory } = makeCottage(t);
  const prefix = directory("conda");
  directory("conda/conda-meta");
  t.match(run(home, "trust", "--prefix", "conda"), {
    status: 0,
    out: /conda is yours to manage: .* to take that back: pyguard forget --prefix \/.*\/conda\n$/,
  });
  t.match(run(home, "trusted").out, `managed   ${prefix}  (`);
  t.match(run(home, "trusted").out, `to take that back: pyguard forget --prefix ${prefix})\n`);
  t.same(JSON.parse(run(home, "trusted", "--json").out), [{ state: "managed", prefix }]);
  t.match(run(home, "forget", "--prefix", prefix), { status: 0, out: /not yours to manage/ });
  t.match(run(home, "trusted").out, "nothing is trusted, nothing is refused\n");
  t.match(run(home, "trust", "--prefix", "nowhere"), { status: 1, err: /^pyguard: / });
  t.end();
});

t.test("--prefix takes a program for the Python that it belongs to", (t) => {
  const { run, runWith, home } = makeCottage(t);
  const prefix = makeShared(join(home, "opt"));
  const variables = { PATH: `${prefix}/bin:/usr/bin:/bin` };
  fs.writeFileSync(join(prefix, "lib/python3.12/EXTERNALLY-MANAGED"), "");
  const said = run(home, "trust", "--prefix", "opt/bin/python3");
  t.match(said, { status: 0, out: `${prefix} is yours to manage: ` });
  t.match(said.out, /\n {2}pip's own check stays, by .*EXTERNALLY-MANAGED; .*pyguard anyway /);
  t.match(JSON.parse(run(home, "trusted", "--json").out), [{ prefix }]);
  const line = ["explain", "--json", "--", "python3", "-m", "pip", "install", "x"];
  t.match(JSON.parse(runWith(variables, home, ...line).out), {
    decision: "allow",
    reason: "you said that this Python is yours to manage",
  });
  t.match(run(home, "forget", "--prefix", "opt/bin/python3").out, /not yours to manage/);
  t.match(JSON.parse(runWith(variables, home, ...line).out), { decision: "refuse" });
  t.end();
});

t.test("--prefix takes nothing but a shared Python's own directory", (t) => {
  const { run, home } = makeCottage(t);
  const prefix = makeShared(join(home, "opt"));
  makeEnvironment(join(home, "own"));
  fs.mkdirSync(join(home, "own/lib/python3.12"), { recursive: true });
  fs.writeFileSync(join(home, "file"), "");
  const rows: readonly (readonly [string, RegExp])[] = [
    ["/", /^pyguard: \/ is no Python's own directory: /],
    [`${prefix}/bin`, /bin is no Python's own directory: /],
    [`${prefix}/lib/python3.12`, /python3\.12 is no Python's own directory: /],
    ["file", /file is no Python\n$/],
    ["/dev/null", /is neither a directory nor a program\n$/],
    ["own", /own is a virtual environment: /],
  ];
  for (const [named, line] of rows) {
    t.match(run(home, "trust", "--prefix", named), { status: 1, out: "", err: line }, named);
  }
  t.match(run(home, "trusted", "--json").out, "[]\n");
  t.end();
});

t.test("a Python made anew is listed as one that is not trusted, and can be forgotten", (t) => {
  const { run, home, directory } = makeCottage(t);
  const prefix = directory("conda");
  directory("conda/conda-meta");
  run(home, "trust", "--prefix", "conda");
  fs.renameSync(prefix, `${prefix}.old`);
  t.match(
    run(home, "trusted").out,
    /^unusable {2}.* is of .*conda, which is gone or was made anew/,
  );
  t.match(run(home, "forget", "--prefix", "conda").out, /not yours to manage/);
  t.match(run(home, "trusted").out, "nothing is trusted, nothing is refused\n");
  t.end();
});

function makeShared(prefix: string): string {
  writeText(join(prefix, "lib/python3.12/os.py"), "");
  writeProgram(join(prefix, "bin/python3.12"), "\u007fELF");
  fs.symlinkSync("python3.12", join(prefix, "bin/python3"));
  return prefix;
}
