// One fault in a machine that is well, one finding: environments.

import fs from "node:fs";
import { join } from "node:path";
import t from "tap";
import { makeEnvironment, makeProject } from "../../daemon/service/house.ts";
import { findEach, type Fault } from "./one-fault.ts";
import { type } from "./mend.ts";
import { activate, makeHere, makePython, point, type Here } from "./project.ts";

const renewed = ({ project }: Here): string => `cd ${project} && pyguard venv --clear`;

const faults: readonly Fault<Here>[] = [
  { name: "nothing", spoil: () => {}, finds: () => [] },
  {
    name: "one that nobody trusted",
    spoil: ({ home }) => ({ directory: makeProject(join(home, "other")) }),
    finds: () => [],
  },
  {
    name: "a Python that is gone",
    spoil: ({ venv }) => point(venv, "/nowhere/python3"),
    finds: (here) => [
      {
        id: "environment-broken",
        what: "its Python in /usr/bin is not on this machine, or not any more",
        where: here.venv,
        mend: renewed(here),
      },
    ],
  },
  {
    name: "a bin/python that is gone",
    spoil: ({ venv }) => fs.rmSync(join(venv, "bin/python")),
    finds: (here) => [
      { id: "environment-broken", what: "its bin/python is gone", mend: renewed(here) },
    ],
  },
  {
    name: "a Python that is gone, far away",
    spoil: ({ venv, home }) => {
      point(venv, "/nowhere/python3");
      return { directory: home };
    },
    finds: ({ venv }) => [{ id: "environment-broken", where: venv }],
  },
  {
    name: "a Python that is gone, in one that nobody trusted",
    spoil: ({ home }) => ({
      directory: makeProject(join(home, "other"), { python: "/nowhere/python3" }),
    }),
    finds: ({ home }) => [{ id: "environment-broken", where: join(home, "other/.venv") }],
  },
  {
    name: "half of one",
    spoil: ({ venv }) => fs.rmSync(join(venv, "pyvenv.cfg")),
    finds: ({ venv }) => [{ id: "environment-broken", what: /^it has no pyvenv.cfg/, where: venv }],
  },
  {
    name: "one without programs",
    spoil: ({ venv }) => fs.rmSync(join(venv, "bin"), { recursive: true }),
    finds: ({ venv }) => [{ id: "environment-broken", what: /^it has no bin/, where: venv }],
  },
  {
    name: "a file that leads to none",
    spoil: ({ venv }) => {
      fs.rmSync(venv, { recursive: true });
      fs.writeFileSync(venv, "../nowhere\n");
    },
    finds: ({ venv }) => [
      { id: "environment-gone", what: /something else stands/, mend: `pyguard forget ${venv}` },
    ],
  },
  {
    name: "one that is refused for good",
    spoil: ({ venv, distrust, project }) => {
      point(venv, "/nowhere/python3");
      return distrust(project);
    },
    finds: () => [],
  },
  {
    name: "one that is gone",
    spoil: ({ venv }) => fs.rmSync(venv, { recursive: true }),
    finds: ({ venv, project }) => [
      { id: "environment-gone", where: venv, mend: `pyguard forget ${project}` },
    ],
  },
  {
    name: "one that was moved",
    spoil: async (here) => {
      const there = join(here.home, "there");
      fs.renameSync(here.project, there);
      fs.mkdirSync(here.project);
      fs.cpSync(join(there, ".venv"), here.venv, { recursive: true, verbatimSymlinks: true });
      await here.trust(here.project);
      fs.rmSync(here.project, { recursive: true });
      fs.renameSync(there, here.project);
      activate(here.venv, `VIRTUAL_ENV='/old/place/.venv'`);
      await here.trust(here.project);
    },
    finds: (here) => [
      { id: "environment-moved", what: /name \/old\/place\/\.venv,/, mend: renewed(here) },
    ],
  },
  {
    name: "one whose pip is another's",
    spoil: ({ venv, home }) => {
      makeEnvironment(join(home, "old/.venv"));
      fs.writeFileSync(join(venv, "bin/pip"), `#!${home}/old/.venv/bin/python\n`);
    },
    finds: () => [{ id: "environment-moved", what: /old\/\.venv/ }],
  },
  {
    name: "one that is spelled by a link",
    spoil: ({ venv, project, home }) => {
      fs.symlinkSync(project, join(home, "link"));
      activate(venv, `    export VIRTUAL_ENV="${home}/link/.venv"`);
      fs.writeFileSync(join(venv, "bin/pip"), `#!${home}/link/.venv/bin/python\n`);
    },
    finds: () => [],
  },
  {
    name: "one that can be moved",
    spoil: ({ venv }) => activate(venv, `VIRTUAL_ENV="$(cd "$(dirname "$0")"; pwd)"`),
    finds: () => [],
  },
  {
    name: "a Python that became another",
    spoil: ({ venv, path }) => point(venv, makePython(path, "3.13")),
    finds: (here) => [
      {
        id: "environment-upgraded",
        what: /made with Python 3\.12 and its Python is 3\.13 now/,
        mend: renewed(here),
      },
    ],
  },
  {
    name: "a Python of the same version",
    spoil: ({ venv, path }) => point(venv, makePython(path, "3.12")),
    finds: () => [],
  },
  {
    name: "pyproject.toml wants another",
    spoil: ({ project }) =>
      fs.writeFileSync(
        join(project, "pyproject.toml"),
        '[project]\nname = "x"\nrequires-python = ">=3.13"\n',
      ),
    finds: () => [
      { id: "environment-unfit", what: "its Python is 3.12.1, and pyproject.toml wants >=3.13" },
    ],
  },
  {
    name: ".python-version says another",
    spoil: ({ project }) => fs.writeFileSync(join(project, ".python-version"), "3.11\n"),
    finds: () => [{ id: "environment-unfit", what: /\.python-version says 3\.11$/ }],
  },
  {
    name: ".python-version above the project says another",
    spoil: async ({ home, trust }) => {
      const project = makeProject(join(home, "work/shop"));
      activate(join(project, ".venv"), `VIRTUAL_ENV="${project}/.venv"`);
      await trust(project);
      fs.writeFileSync(join(home, "work/.python-version"), "3.13\n");
      return { directory: project };
    },
    finds: ({ home }) => [{ id: "environment-unfit", where: `${home}/work/shop/.venv` }],
  },
  {
    name: ".python-version in the home directory is a habit",
    spoil: ({ home }) => fs.writeFileSync(join(home, ".python-version"), "3.13\n"),
    finds: () => [],
  },
  {
    name: ".python-version that names no version",
    spoil: ({ project }) => fs.writeFileSync(join(project, ".python-version"), "my-env\n"),
    finds: () => [],
  },
  {
    name: "pyproject.toml wants this",
    spoil: ({ project }) =>
      fs.writeFileSync(join(project, "pyproject.toml"), '[project]\nrequires-python = ">=3.12"\n'),
    finds: () => [],
  },
  {
    name: ".python-version says this",
    spoil: ({ project }) => fs.writeFileSync(join(project, ".python-version"), "3.12\n"),
    finds: () => [],
  },
];

t.test("nothing is lost where no Python fits", async (t) => {
  const here = await makeHere(t);
  fs.writeFileSync(join(here.project, ".python-version"), "3.99\n");
  const { findings } = await here.examine();
  t.match(findings, [{ id: "environment-unfit", mend: renewed(here) }]);
  t.throws(() => type(here, {}, findings), { message: /3\.99/ });
  t.ok(fs.existsSync(join(here.venv, "bin/python")));
});

t.test("environments", async (t) => {
  await findEach(t, faults, () => makeHere(t));
});
