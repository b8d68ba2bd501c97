// Which interpreters may be run at all to learn about them.

import fs from "node:fs";
import { dirname, join } from "node:path";
import t from "tap";
import { asBytes, fromText } from "../../../../daemon/core/bytes.ts";
import { runnableVerdicts } from "./permissions.ts";
import { findStub, judgeHead } from "../../../../daemon/io/probe/first-look.ts";
import { brief, makePlace, type Place } from "./pythons.ts";
import { makeHouse } from "../../service/house.ts";

type Row = {
  readonly what: string;
  /** Makes what is asked, and gives its path below home. */
  readonly make: (place: Place) => string;
  readonly expect: RegExp;
  readonly variables?: Readonly<Record<string, string>>;
  readonly directory?: string;
};

const python = "py/bin/python";
const good = /^interpreter/;

function put(place: Place, path: string, ...marks: readonly string[]): string {
  for (const mark of marks) {
    fs.mkdirSync(dirname(place.path(mark)), { recursive: true });
    fs.writeFileSync(place.path(mark), "");
  }
  return place.python(place.path(path));
}

const rows: readonly Row[] = [
  { what: "one in a directory of mine", make: (p) => put(p, python), expect: good },
  {
    what: "one below a project's file",
    make: (p) => put(p, "proj/tools/bin/python", "proj/pyproject.toml"),
    expect: /^refused: project/,
  },
  {
    what: "one in a clone",
    make: (p) => {
      fs.mkdirSync(p.path("proj/.git"), { recursive: true });
      return put(p, "proj/bin/python");
    },
    expect: /^refused: project/,
  },
  {
    what: "one beside a .venv",
    make: (p) => put(p, "proj/bin/python", "proj/.venv/pyvenv.cfg"),
    expect: /^refused: project/,
  },
  {
    what: "one of an environment that nobody trusts",
    make: (p) => put(p, "env/bin/python", "env/pyvenv.cfg"),
    expect: /^refused: environment/,
  },
  {
    what: "a link into a project",
    make: (p) => {
      const file = put(p, "proj/bin/python", "proj/setup.py");
      fs.mkdirSync(p.path("bin"));
      fs.symlinkSync(file, p.path("bin/python"));
      return p.path("bin/python");
    },
    expect: /^refused: project/,
  },
  {
    what: "a link in a project to one that is fine",
    make: (p) => {
      const file = put(p, python, "proj/setup.py");
      fs.mkdirSync(p.path("proj/bin"));
      fs.symlinkSync(file, p.path("proj/bin/python"));
      return p.path("proj/bin/python");
    },
    expect: /^refused: project/,
  },
  {
    what: "one through a linked directory in a project",
    make: (p) => {
      put(p, "proj/x/bin/python", "proj/setup.py");
      fs.symlinkSync(p.path("proj/x"), p.path("py"));
      return p.path(python);
    },
    expect: /^refused: project/,
  },
  {
    what: "one of pyenv, which is a clone itself",
    make: (p) => {
      fs.mkdirSync(p.path(".pyenv/.git"), { recursive: true });
      return put(p, ".pyenv/versions/3.12.1/bin/python");
    },
    expect: good,
  },
  {
    what: "one of a pyenv in a project",
    make: (p) => {
      fs.mkdirSync(p.path("proj/.git"), { recursive: true });
      return put(p, "proj/.pyenv/versions/3.12.1/bin/python");
    },
    expect: /^refused: project/,
  },
  {
    what: "one where others may write",
    make: (p) => {
      const file = put(p, python);
      fs.chmodSync(p.path("py/bin"), 0o777);
      return file;
    },
    expect: /^refused: writable/,
  },
  {
    what: "one that others may change",
    make: (p) => {
      const file = put(p, python);
      fs.chmodSync(file, 0o757);
      return file;
    },
    expect: /^refused: writable/,
  },
  {
    what: "one below a directory that others may rename",
    make: (p) => {
      const file = put(p, `open/${python}`);
      fs.chmodSync(p.path("open"), 0o777);
      return file;
    },
    expect: /^refused: writable/,
  },
  {
    what: "one at or below where one stands",
    make: (p) => put(p, "unpacked/bin/python"),
    directory: "unpacked",
    expect: /^refused: project/,
  },
  {
    what: "one named by a relative path",
    make: () => "bin/python",
    expect: /no such program|^refused: relative/,
  },
  {
    what: "PYTHONHOME in a project",
    make: (p) => put(p, python, "proj/setup.py"),
    variables: { PYTHONHOME: "~/proj/home" },
    expect: /^refused: project/,
  },
  {
    what: "PYTHONUSERBASE that others may write to",
    make: (p) => {
      fs.mkdirSync(p.path("shared"), { mode: 0o777 });
      fs.chmodSync(p.path("shared"), 0o777);
      return put(p, python);
    },
    variables: { PYTHONUSERBASE: "~/shared" },
    expect: /^refused: writable/,
  },
  {
    what: "a relative PYTHONHOME",
    make: (p) => put(p, python),
    variables: { PYTHONHOME: "home" },
    expect: /^refused: relative/,
  },
  {
    what: "somebody else's HOME where others may write",
    make: (p) => {
      fs.mkdirSync(p.path("shared"));
      fs.chmodSync(p.path("shared"), 0o777);
      return put(p, python);
    },
    variables: { HOME: "~/shared" },
    expect: /^refused: writable/,
  },
];

for (const { what, make, expect, variables = {}, directory = "" } of rows) {
  t.test(`${what}: ${expect.source}`, async (t) => {
    const place = makePlace(t);
    const file = make(place);
    const own = Object.entries(variables).map(([name, value]) => [
      name,
      value.replace("~", place.home),
    ]);
    const asked = { variables: Object.fromEntries(own), directory: place.path(directory) };
    const probed = await place.start().ask(file, asked);
    t.match(brief(probed), expect);
    t.equal(place.runs(), expect === good ? 1 : 0);
  });
}

t.test("one that belongs to somebody else", { skip: !isRoot() }, async (t) => {
  const place = makePlace(t);
  const file = place.python(place.path(python));
  fs.chownSync(file, 65_534, 65_534);
  t.equal(brief(await place.start().ask(file)), "refused: foreign");
  t.equal(brief(await place.start().ask(file, { isNamed: true })), "refused: foreign");
  t.equal(place.runs(), 0);
});

t.test("whoever names it may have it run in a project, not where others may write", async (t) => {
  const place = makePlace(t);
  const file = put(place, "proj/bin/python", "proj/setup.py");
  const asker = place.start();
  t.match(brief(await asker.ask(file, { isNamed: true })), good);
  fs.chmodSync(place.path("proj/bin"), 0o777);
  t.equal(brief(await asker.ask(file, { isNamed: true })), "refused: writable");
});

t.test("in an environment only trust lets it be run", async (t) => {
  const house = makeHouse(t);
  const project = house.project("p");
  const place = makePlace(t);
  const file = join(project, ".venv/bin/python");
  fs.rmSync(file);
  place.python(file);
  t.match(brief(await place.start().ask(file)), /^refused/);
  await house.trust(project);
  const { sighting, verdict } = await runnableVerdicts(house, project);
  t.equal(sighting, "environment");
  t.equal(verdict?.kind, "trusted");
  const trusted = verdict?.kind === "trusted" ? verdict.environment : undefined;
  t.match(brief(await place.start().ask(file, { trusted })), good);
  const other = put(place, "proj/bin/python", "proj/setup.py");
  t.equal(brief(await place.start().ask(other, { trusted })), "refused: project");
});

t.test("a placeholder is known without running it", async (t) => {
  const there = (path: string) => ({
    realpath: (asked: string) => Promise.resolve(asked === path ? asBytes(path) : null),
  });
  const tools = "/Library/Developer/CommandLineTools/usr/bin/python3";
  const apples = fromText("/usr/bin/python3");
  t.match(await findStub(there("-"), apples, "darwin"), { kind: "stub", why: /Apple/ });
  t.equal(await findStub(there(tools), apples, "darwin"), null);
  t.equal(await findStub(there("-"), fromText("/usr/local/bin/python3"), "darwin"), null);
  t.equal(await findStub(there("-"), apples, "linux"), null);
  const alias = fromText("/mnt/c/Users/u/AppData/Local/Microsoft/WindowsApps/python3.exe");
  t.match(await findStub(there("-"), alias, "linux"), { kind: "stub", why: /Microsoft/ });
});

t.test("programs of this machine and its older kin may run", (t) => {
  const elf = (machine: number, isBig = false): Buffer => {
    const head = Buffer.alloc(20);
    head.write("\u007fELF", "latin1");
    head[5] = isBig ? 2 : 1;
    return isBig
      ? (head.writeUInt16BE(machine, 18), head)
      : (head.writeUInt16LE(machine, 18), head);
  };
  const kindOf = (head: Buffer, own: number | null): string => judgeHead(head, own).kind;
  t.equal(kindOf(elf(62), 62), "program");
  t.equal(kindOf(elf(3), 62), "program");
  t.equal(kindOf(elf(40), 183), "program");
  t.equal(kindOf(elf(62), 183), "unrunnable");
  t.equal(kindOf(elf(22, true), 62), "unrunnable");
  t.equal(kindOf(elf(22, true), 22), "program");
  t.equal(kindOf(elf(62), null), "program");
  t.equal(kindOf(Buffer.from("cafebabe", "hex"), null), "program");
  t.equal(kindOf(Buffer.from("\u007fELF"), 62), "unrunnable");
  t.end();
});

function isRoot(): boolean {
  return process.geteuid?.() === 0;
}
