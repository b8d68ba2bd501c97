// One fault in a machine that is well, one finding: environments that stand elsewhere, used or named by a link.

import { execFileSync } from "node:child_process";
import fs from "node:fs";
import { join } from "node:path";
import t from "tap";
import { fromText, toText } from "../../../daemon/core/bytes.ts";
import { use } from "../../../daemon/service/use.ts";
import { makeEnvironment, makeProject } from "../../daemon/service/house.ts";
import { type } from "./mend.ts";
import { findEach, type Fault } from "./one-fault.ts";
import { activate, makeHere, point, type Here } from "./project.ts";

/** One in home, used for the project; gives its path. */
async function useElse(here: Here): Promise<string> {
  const environment = join(here.home, "else");
  makeEnvironment(environment);
  activate(environment, `VIRTUAL_ENV="${environment}"`);
  const { eyes, workspace } = here.desk();
  const { typeOf } = eyes;
  const asked = { environment: fromText(environment), project: fromText(here.project) };
  await use(asked, { ...workspace, typeOf });
  return environment;
}

/** Another project, whose `.venv` is a link to this one's. */
async function link(here: Here): Promise<string> {
  const linked = join(here.home, "linked");
  fs.mkdirSync(linked);
  fs.symlinkSync("../shop/.venv", join(linked, ".venv"));
  await here.trust(linked);
  return linked;
}

const faults: readonly Fault<Here>[] = [
  {
    name: "one that is used, and gone",
    spoil: async (here) => fs.rmSync(await useElse(here), { recursive: true }),
    finds: ({ home, project }) => [
      {
        id: "environment-broken",
        what: "it is not there any more",
        where: join(home, "else"),
        mend: `pyguard use --none ${project}`,
      },
    ],
  },
  {
    name: "one that is used, and its Python is gone",
    spoil: async (here) => point(await useElse(here), "/nowhere/python3"),
    finds: ({ project }) => [
      {
        id: "environment-broken",
        what: "its Python in /usr/bin is not there any more",
        mend: `pyguard use --none ${project}`,
      },
    ],
  },
  {
    name: "one that is used, and was moved",
    spoil: async (here) => activate(await useElse(here), "VIRTUAL_ENV='/old/place/.venv'"),
    finds: ({ project }) => [{ id: "environment-moved", mend: `pyguard use --none ${project}` }],
  },
  {
    name: "one that a link names, and its Python is gone",
    spoil: async (here) => {
      const directory = await link(here);
      await here.distrust(here.project);
      point(here.venv, "/nowhere/python3");
      return { directory };
    },
    finds: ({ home, venv }) => [
      {
        id: "environment-broken",
        where: venv,
        mend: `cd ${home}/linked && rm .venv && pyguard venv`,
      },
    ],
  },
  {
    name: "one that is gone, below a project that uses one",
    spoil: async (here) => {
      await useElse(here);
      const child = makeProject(join(here.project, "child"));
      await here.trust(child);
      fs.rmSync(join(child, ".venv"), { recursive: true });
    },
    finds: ({ project }) => [
      {
        id: "environment-gone",
        what: "it is trusted, and is not there any more",
        where: join(project, "child/.venv"),
        mend: `pyguard forget ${project}/child/.venv`,
      },
    ],
  },
  {
    name: "an environment of conda's that has the name",
    spoil: ({ home }) => {
      const directory = join(home, "condas");
      fs.mkdirSync(join(directory, ".venv/conda-meta"), { recursive: true });
      fs.writeFileSync(join(directory, ".venv/conda-meta/history"), "");
      return { directory };
    },
    finds: ({ home }) => [
      {
        id: "environment-broken",
        mend: `cd ${home}/condas && mv .venv .venv.old && pyguard venv`,
      },
    ],
  },
  {
    name: "something that is no environment at all",
    spoil: ({ home }) => {
      const directory = join(home, "odd");
      fs.mkdirSync(directory);
      execFileSync("mkfifo", [join(directory, ".venv")]);
      return { directory };
    },
    finds: ({ home }) => [
      { id: "environment-broken", mend: `cd ${home}/odd && rm .venv && pyguard venv` },
    ],
  },
];

/** What is trusted once all that was found is mended. */
async function listTrusted(here: Here): Promise<readonly string[]> {
  const listed = await here.desk().workspace.store.list();
  return listed.flatMap((each) => (each.kind === "trusted" ? [toText(each.record.project)] : []));
}

t.test("one that is intact is never gone, whatever its project has now", async (t) => {
  const intact: readonly (readonly [string, (here: Here) => unknown])[] = [
    ["another is used", useElse],
    [
      "another of the names comes first",
      async ({ home, project, trust }) => {
        fs.mkdirSync(join(home, ".config/pyguard"), { recursive: true });
        fs.writeFileSync(join(home, ".config/pyguard/config.toml"), 'names = ["venv", ".venv"]\n');
        makeEnvironment(join(project, "venv"));
        activate(join(project, "venv"), `VIRTUAL_ENV="${project}/venv"`);
        await trust(project);
      },
    ],
    [
      "a link to it was replaced",
      async (here) => {
        const linked = await link(here);
        fs.rmSync(join(linked, ".venv"));
        execFileSync("mkfifo", [join(linked, ".venv")]);
      },
    ],
  ];
  for (const [name, spoil] of intact) {
    const here = await makeHere(t);
    await spoil(here);
    t.same((await here.examine()).findings, [], name);
    t.equal((await listTrusted(here)).length, 2, `${name}: both stay trusted`);
  }
});

t.test("what is gone takes no other trust with it", async (t) => {
  const here = await makeHere(t);
  const linked = await link(here);
  fs.rmSync(join(linked, ".venv"));
  execFileSync("mkfifo", [join(linked, ".venv")]);
  fs.rmSync(here.venv, { recursive: true });
  makeProject(here.project);
  activate(here.venv, `VIRTUAL_ENV="${here.venv}"`);
  await here.trust(here.project);
  const { findings } = await here.examine();
  t.match(findings, [
    { id: "environment-gone", what: /something else stands there now/, mend: /^rm -f -- \// },
  ]);
  type(here, {}, findings);
  t.same((await here.examine()).findings, []);
  t.same(await listTrusted(here), [here.project]);
});

t.test("environments elsewhere", async (t) => {
  await findEach(t, faults, () => makeHere(t));
});
