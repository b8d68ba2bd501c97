// One fault in a machine that is well, one finding: what sends packages into the account's own directory, and which
// Pythons see them there.

import { spawnSync } from "node:child_process";
import fs from "node:fs";
import { join } from "node:path";
import t from "tap";
import { makeMachine } from "./machine.ts";
import { findEach, type Fault } from "./one-fault.ts";
import { install, makeHere, real, type Here } from "./pythons.ts";

/** A module of the same name in both places. */
function installTwice({ site, theirs }: Pick<Here, "site" | "theirs">): void {
  install(theirs, { name: "pyyaml", version: "6.0.1", modules: { yaml: "" } });
  install(site, { name: "pyyaml", version: "5.4", modules: { yaml: "" } });
}

function write(file: string, text: string): void {
  fs.mkdirSync(join(file, ".."), { recursive: true });
  fs.writeFileSync(file, text);
}

/** An environment of the Python that is there, trusted, active and first on PATH. */
async function enter(here: Here, ...options: readonly string[]) {
  const project = join(here.home, "shop");
  const venv = join(project, ".venv");
  fs.mkdirSync(project);
  const words = ["-m", "venv", "--without-pip", ...options, venv];
  const ran = spawnSync(here.program, words, { encoding: "utf8" });
  if (ran.status !== 0) {
    throw new Error(ran.stderr);
  }
  await here.trust(project);
  const PATH = `${venv}/bin:${here.bin}:${join(here.program, "..")}`;
  const environment = { PATH, VIRTUAL_ENV: venv, PYGUARD_ACTIVE: `${venv}:${project}` };
  const packages = join(venv, "lib", real?.name ?? "", "site-packages");
  return { changes: { directory: project, environment }, venv, packages };
}

const faults: readonly Fault<Here>[] = [
  {
    name: "pip's own variable",
    spoil: () => ({ environment: { PIP_USER: "yes" } }),
    finds: () => [{ id: "user-installs", where: "PIP_USER=yes", mend: "unset PIP_USER" }],
  },
  {
    name: "what sounds like the opposite",
    spoil: () => ({ environment: { PIP_NO_USER: "1" } }),
    finds: () => [{ id: "user-installs", where: "PIP_NO_USER=1", mend: "unset PIP_NO_USER" }],
  },
  {
    name: "a variable that says no",
    spoil: () => ({ environment: { PIP_USER: "0", PIP_NO_USER: "false" } }),
    finds: () => [],
  },
  {
    name: "a file that a variable names",
    spoil: ({ path }) => {
      write(join(path, "pip.conf"), "[global]\nuser = true\n");
      return { environment: { PIP_CONFIG_FILE: join(path, "pip.conf") } };
    },
    finds: ({ path }) => [
      {
        id: "user-installs",
        where: "pip's configuration (named), user in [global]",
        mend: `remove that line from ${path}/pip.conf`,
      },
    ],
  },
  {
    name: "the system's configuration",
    spoil: ({ path }) => {
      write(join(path, "xdg/pip/pip.conf"), "[install]\nno-user = 1\n");
      return { environment: { XDG_CONFIG_DIRS: join(path, "xdg") } };
    },
    finds: () => [{ id: "user-installs", mend: "pip config --global unset install.no-user" }],
  },
  {
    name: "packages kept elsewhere",
    spoil: ({ path, theirs }) => {
      const base = join(path, "base");
      installTwice({ site: join(base, "lib", real?.name ?? "", "site-packages"), theirs });
      return { environment: { PYTHONUSERBASE: base }, ignored: ["user-site-shadows"] };
    },
    finds: ({ path }) => [
      { id: "user-installs", where: `PYTHONUSERBASE=${path}/base`, mend: "unset PYTHONUSERBASE" },
    ],
  },
  {
    name: "a Python that cannot be written to",
    spoil: (here) => {
      installTwice(here);
      return { readOnly: here.theirs, ignored: ["user-site-shadows"] };
    },
    finds: ({ theirs, program }) => [
      {
        id: "user-installs",
        what: new RegExp(`^the pip of ${program} installs into your own directory, because`),
        where: theirs,
        mend: "pyguard venv",
        note: "in each project that needs packages",
      },
    ],
  },
  {
    name: "an environment sees nothing of it",
    spoil: async (here) => {
      const { changes, packages } = await enter(here);
      install(packages, { name: "pyyaml", version: "6.0.1", modules: { yaml: "" } });
      install(here.site, { name: "pyyaml", version: "5.4", modules: { yaml: "" } });
      return { ...changes, ignored: ["user-site-leaks"] };
    },
    finds: () => [],
  },
  {
    name: "one that sees its Python's comes before it, and its Python after",
    spoil: async (here) => {
      const { changes, packages } = await enter(here, "--system-site-packages");
      install(packages, { name: "pyyaml", version: "6.0.1", modules: { yaml: "" } });
      install(here.site, { name: "pyyaml", version: "5.4", modules: { yaml: "" } });
      return changes;
    },
    finds: ({ home }) => [
      {
        id: "user-site-shadows",
        what: `your own pyyaml 5.4 is hidden by the pyyaml 6.0.1 of ${home}/shop/.venv/bin/${real?.name}`,
      },
    ],
  },
  {
    name: "a conda environment's",
    spoil: (here) => {
      installTwice(here);
      const prefix = join(here.program, "../..");
      write(join(prefix, "conda-meta/history"), "");
      return { environment: { CONDA_PREFIX: prefix } };
    },
    finds: ({ program }) => [
      {
        id: "user-site-shadows",
        what: `your own pyyaml 5.4 hides the pyyaml 6.0.1 of ${program}`,
      },
    ],
  },
  {
    name: "a conda environment that shuts them out by a file",
    spoil: (here) => {
      installTwice(here);
      const prefix = join(here.program, "../..");
      write(join(prefix, "conda-meta/history"), "");
      write(join(prefix, "pyvenv.cfg"), "include-system-site-packages = false\n");
      return { environment: { CONDA_PREFIX: prefix } };
    },
    finds: () => [],
  },
];

t.test("into the account's own directory", { skip: real === null && "no Python" }, async (t) => {
  await findEach(t, faults, () => makeHere(makeMachine(t)));
});

t.test("and why a Python does not look there", { skip: real === null }, async (t) => {
  const states: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
    ["on", {}],
    ["on", { PYTHONNOUSERSITE: "" }],
    ["variable", { PYTHONNOUSERSITE: "yes" }],
  ];
  for (const [why, environment] of states) {
    const here = makeHere(makeMachine(t));
    installTwice(here);
    const { pythons } = await here.examine({ environment });
    const python = pythons.find(({ interpreter }) => interpreter === here.program);
    t.match(python, { isOn: why === "on", why });
  }
});
