// One fault in a machine that is well, one finding: what is kept about trust, and PATH.

import fs from "node:fs";
import { join } from "node:path";
import t from "tap";
import { makeProject } from "../../daemon/service/house.ts";
import { findEach, type Fault } from "./one-fault.ts";
import { active, makeHere, makePython, point, record, type Here } from "./project.ts";

const state = (home: string): string => join(home, ".local/state/pyguard");

const faults: readonly Fault<Here>[] = [
  {
    name: "one that was changed",
    spoil: ({ venv }) => fs.appendFileSync(join(venv, "pyvenv.cfg"), "prompt = x\n"),
    finds: ({ project }) => [
      {
        id: "trust-changed",
        what: "not entered: its pyvenv.cfg changed since you trusted it",
        mend: `pyguard trust ${project}`,
        note: "only if that was you",
      },
    ],
  },
  {
    name: "one that was made anew",
    spoil: ({ project, venv }) => {
      fs.rmSync(venv, { recursive: true });
      makeProject(project);
    },
    finds: ({ venv }) => [{ id: "trust-changed", what: /it was made anew/, where: venv }],
  },
  {
    name: "one whose Python is the project's",
    spoil: ({ project, venv }) => {
      fs.writeFileSync(join(project, "python"), "", { mode: 0o755 });
      point(venv, join(project, "python"));
    },
    finds: () => [{ id: "trust-changed", what: /its Python changed to one inside the project/ }],
  },
  {
    name: "one with a command of the system's",
    spoil: ({ venv }) => fs.writeFileSync(join(venv, "bin/ls"), ""),
    finds: () => [{ id: "trust-changed", what: /its bin now holds ls/ }],
  },
  {
    name: "one that others can write to",
    spoil: ({ venv }) => fs.chmodSync(venv, 0o777),
    finds: ({ venv }) => [{ id: "trust-changed", mend: `chmod go-w ${venv}` }],
  },
  {
    name: "a record that is torn",
    spoil: ({ home }) => fs.truncateSync(record(home), 100),
    finds: ({ home }) => [
      { id: "trust-record", what: /is damaged/, mend: `rm -f -- ${record(home)}` },
    ],
  },
  ...["", "/trust"].map((name): Fault<Here> => ({
    name: `a directory of records that may not be read: state${name}`,
    spoil: ({ home }) => fs.chmodSync(`${state(home)}${name}`, 0o300),
    finds: ({ home }) => [
      {
        id: "trust-record",
        what: /may not read and write/,
        mend: `chmod u+rwx ${state(home)}${name}`,
      },
    ],
  })),
  {
    name: "a record of somebody else's",
    isForRoot: true,
    spoil: ({ home }) => fs.chownSync(record(home), 65534, 65534),
    finds: ({ home }) => [{ id: "trust-record", what: /somebody else/, where: record(home) }],
  },
  {
    name: "records that others can write",
    spoil: ({ home }) => fs.chmodSync(join(home, ".local/state/pyguard/trust"), 0o777),
    finds: ({ home }) => [
      { id: "trust-record", mend: `chmod go-w ${home}/.local/state/pyguard/trust` },
    ],
  },
  {
    name: "a directory in a record's place",
    spoil: ({ home }) => {
      const path = record(home);
      fs.rmSync(path);
      fs.mkdirSync(path);
    },
    finds: ({ home }) => [
      { id: "trust-record", what: /cannot be read/, mend: `rm -rf -- ${record(home)}` },
    ],
  },
  ...(["trust", "deny"] as const).flatMap((name) =>
    [
      { what: "a file", put: (path: string) => fs.writeFileSync(path, "") },
      { what: "a link that leads nowhere", put: (path: string) => fs.symlinkSync("/gone", path) },
    ].map(({ what, put }): Fault<Here> => ({
      name: `${what} in the place of ${name}`,
      spoil: ({ home }) => {
        fs.rmSync(`${state(home)}/${name}`, { recursive: true, force: true });
        put(`${state(home)}/${name}`);
      },
      finds: ({ home }) => [
        {
          id: "trust-record",
          what: /nothing can be kept/,
          mend: `rm -f -- ${state(home)}/${name}`,
        },
      ],
    })),
  ),
  {
    name: "an active environment that comes first",
    spoil: ({ venv, bin }) => active(venv, `${venv}/bin:${bin}`),
    finds: () => [],
  },
  {
    name: "a module's Python in front",
    spoil: ({ venv, bin, path }) => {
      const prefix = join(path, "spack");
      makePython(prefix, "3.12");
      fs.symlinkSync("python3.12", join(prefix, "bin/python3"));
      return active(venv, `${prefix}/bin:${venv}/bin:${bin}`);
    },
    finds: ({ path }) => [
      {
        id: "path-order",
        what: /has its own python3$/,
        where: new RegExp(`^${path}/spack/bin, in front of`),
        mend: "deactivate && pyguard enter",
      },
    ],
  },
  {
    name: "conda in front",
    spoil: ({ venv, bin, path }) => {
      const prefix = join(path, "conda");
      fs.mkdirSync(join(prefix, "conda-meta"), { recursive: true });
      fs.mkdirSync(join(prefix, "bin"));
      fs.writeFileSync(join(prefix, "bin/pip"), "", { mode: 0o755 });
      return active(venv, `${prefix}/bin:${venv}/bin:${bin}`);
    },
    finds: () => [{ id: "path-order", what: /its own pip$/, mend: "conda deactivate" }],
  },
  {
    name: "an active environment that is not on PATH",
    spoil: ({ venv, bin }) => ({ environment: { VIRTUAL_ENV: venv, PATH: bin } }),
    finds: ({ venv }) => [{ id: "path-order", where: "PATH", mend: `source ${venv}/bin/activate` }],
  },
  {
    name: "the account's own programs in front",
    spoil: ({ venv, bin, home }) => {
      fs.mkdirSync(join(home, ".local/bin"), { recursive: true });
      for (const directory of [join(home, ".local/bin"), join(venv, "bin")]) {
        fs.writeFileSync(join(directory, "pytest"), "", { mode: 0o755 });
      }
      return active(venv, `${home}/.local/bin:${venv}/bin:${bin}`);
    },
    finds: ({ home }) => [
      { id: "user-scripts", what: /has its own pytest$/, where: join(home, ".local/bin") },
    ],
  },
];

t.test("trust and PATH", async (t) => {
  await findEach(t, faults, () => makeHere(t));
});
