// One row for each advisory that shows in a shell: the mistake is made possible, and the real hook does not make it.

import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { canary } from "../hostile/names.ts";
import { namesIn } from "../real/sandbox.ts";
import type { Place, Scenario, Stage, Step } from "../real/stage.ts";
import { cd, inside, leave, meanwhile, outside, tells, types } from "../real/steps.ts";

const traceOf = ({ sandbox }: Place): string => join(sandbox.home, "something-ran");

/** Puts the canary, and whatever else is to leave a trace when it is called, first on PATH. */
function layTrap(place: Place, names: readonly string[] = []): void {
  for (const name of [canary, ...names]) {
    writeProgram(place, join(place.sandbox.bin, name));
  }
}

/** A program that leaves a trace. */
function writeProgram(place: Place, file: string): void {
  rmSync(file, { force: true });
  writeFileSync(file, `#!/bin/sh\necho "$0" >>'${traceOf(place)}'\n`, { mode: 0o755 });
}

const nothingRan = meanwhile((stage) => {
  const trace = traceOf(stage);
  stage.t.equal(existsSync(trace) ? readFileSync(trace, "utf8") : "", "", "nothing of it was run");
});

/** The trap works: called by hand it leaves its trace. */
const trapWorks: readonly Step[] = [
  types(canary),
  meanwhile((stage) => {
    stage.t.ok(existsSync(traceOf(stage)), "what is run leaves a trace");
    rmSync(traceOf(stage), { force: true });
  }),
];

/** Whatever can be activated here is code. */
function plantActivation(place: Place, project: string): void {
  for (const name of readdirSync(join(place.path, project, ".venv/bin"))) {
    if (/^activate|^Activate/u.test(name)) {
      const code = `${canary}\n`;
      writeFileSync(join(place.path, project, ".venv/bin", name), code, { mode: 0o755 });
    }
  }
}

const codeNames: readonly string[] = [
  `";${canary};"`,
  `$(${canary})`,
  `';${canary};'`,
  `\u2019;${canary};\u2019`,
];

const entersEach = codeNames.flatMap((name) => [cd(name), inside(name, /^\(.*\) > $/u)]);

const carriageReturn: Readonly<Record<string, string>> = {
  bash: "cd \"$(printf 'p\\r')\"",
  zsh: "cd $'p\\r'",
  fish: "cd p\\r",
  pwsh: "Set-Location -LiteralPath ('p' + [char]13)",
};

/** Programs that a daemon's start, a hook or a wrapper could call by their bare names. */
const commands =
  "node sh bash env sleep mkdir setsid id ls date rm git sed cat uname stat mv ln mkfifo nc python3 python pwsh npx tput";

async function stopDaemon({ sandbox }: Stage): Promise<void> {
  await sandbox.pyguard(["daemon", "stop"]);
  const directory = sandbox.runtimeDirectory() ?? "";
  for (const name of namesIn(directory).filter((each) => /^(?:start\.|mute\.|off$)/u.test(each))) {
    rmSync(join(directory, name));
  }
}

/** Colours and lengths of a prompt are as they are without a name in it. */
const expanding = { bash: "shopt -s promptvars", zsh: "setopt prompt_subst", fish: "", pwsh: "" };

export const advisoriesInShells: readonly Scenario[] = [
  {
    name: "CVE-2022-20001, core.fsmonitor: a repository's settings are run by nobody",
    projects: { clone: "untrusted" },
    prepare: (place) => {
      layTrap(place, ["git"]);
      const trap = join(place.sandbox.bin, canary);
      const git = join(place.path, "clone/.git");
      mkdirSync(git);
      writeFileSync(join(git, "config"), `[core]\n\tfsmonitor = ${trap}\n\tpager = ${trap}\n`);
      writeFileSync(join(git, "HEAD"), "ref: refs/heads/main\n");
      writeFileSync(join(git, "index"), "DIRC");
    },
    steps: [
      cd("clone"),
      outside(),
      types("pip install x"),
      types("pyguard status"),
      types("python3 -m venv --without-pip again/.venv"),
      types(""),
      nothingRan,
      ...trapWorks,
    ],
  },
  {
    name: "CVE-2024-9287, CVE-2024-53899, virtualenv #3252: a path that is code is entered as data",
    projects: Object.fromEntries(codeNames.map((name) => [name, "trusted"])),
    prepare: (place) => {
      layTrap(place);
      for (const name of codeNames) {
        plantActivation(place, name);
      }
    },
    steps: [...entersEach, types("deactivate"), outside(), nothingRan, ...trapWorks],
  },
  {
    name: "CVE-2021-45444, CVE-2014-9938: no name in a prompt is expanded",
    projects: { proj: "bare" },
    prepare: async (place) => {
      layTrap(place);
      place.sandbox.makeVenv(join(place.path, "proj/.venv"));
      const text = `prompt = '$(${canary})\`${canary}\`%n%{x%}'\nhome = /usr/bin\nversion = 3.12.1\n`;
      writeFileSync(join(place.path, "proj/.venv/pyvenv.cfg"), text);
      mkdirSync(join(place.path, "proj/.git"));
      writeFileSync(join(place.path, "proj/.git/HEAD"), `ref: refs/heads/$(${canary})\n`);
      await place.sandbox.pyguard(["trust", join(place.path, "proj")]);
    },
    before: ({ name }) => expanding[name],
    steps: [cd("proj"), inside("proj", /^\([^$`%]+\) > $/u), types(""), nothingRan, ...trapWorks],
  },
  {
    name: "CVE-2023-49284: noncharacters are carried as they are",
    projects: { "a\ufdd0b\ufdd6c": "trusted" },
    // Typed, fish takes them for keys.
    prepare: ({ path }) => writeFileSync(join(path, "name"), "a\ufdd0b\ufdd6c"),
    steps: [
      types(({ name }) => (name === "pwsh" ? "cd (Get-Content name)" : 'cd "$(cat name)"')),
      inside("a\ufdd0b\ufdd6c", "(abc) > "),
    ],
  },
  {
    name: "CVE-2025-48384: a name that ends with CR is another name",
    projects: { p: "trusted", "p\r": "untrusted" },
    steps: [
      cd("p"),
      inside("p"),
      leave(),
      types(({ name }) => carriageReturn[name] ?? ""),
      outside(),
    ],
  },
  {
    name: "CVE-2025-46334, CVE-2023-40590, CVE-2024-22190, mise #8675: nothing is found in the directory",
    alone: true,
    projects: { clone: "untrusted", good: "trusted" },
    prepare: (place) => {
      layTrap(place);
      for (const name of commands.split(" ")) {
        writeProgram(place, join(place.path, "clone", name));
      }
      const settings = {
        ".tool-versions": `python {{exec(command='${canary}')}}\n`,
        "mise.toml": `[hooks]\nenter = "${canary}"\n`,
        ".npmrc": `script-shell=${canary}\nnode-options=--require ./x.js\n`,
        "package.json": `{"type":"module","imports":{"#x":"./x.js"}}`,
      };
      for (const [name, content] of Object.entries(settings)) {
        writeFileSync(join(place.path, "clone", name), content);
      }
    },
    // As somebody has it who likes to live dangerously.
    environment: ({ sandbox }) => ({ PATH: `.:${sandbox.environment()["PATH"] ?? ""}` }),
    steps: [
      meanwhile(stopDaemon),
      cd("clone"),
      meanwhile(async ({ t, sandbox }) => {
        t.ok(await sandbox.awaitDaemon(), "the hook has started a daemon from there");
      }),
      types(""),
      types("/bin/true"),
      nothingRan,
      leave(),
      ...trapWorks,
    ],
  },
  {
    name: "CVE-2025-49714, Zed #48300: an editor's terminal opens in a strange folder",
    projects: { clone: "untrusted" },
    prepare: (place) => {
      layTrap(place);
      plantActivation(place, "clone");
      for (const name of ["python", "python3", "pip", "ls", "date", "git"]) {
        writeProgram(place, join(place.path, "clone/.venv/bin", name));
      }
    },
    start: "clone",
    environment: () => ({ TERM_PROGRAM: "zed" }),
    steps: [types("date"), types("ls"), outside(), nothingRan, ...trapWorks],
  },
  {
    name: "CVE-2025-49714: what an editor activates is trusted in that terminal alone",
    projects: { proj: "untrusted" },
    start: "proj",
    environment: () => ({ TERM_PROGRAM: "vscode" }),
    steps: [
      types(({ source, activate }, { path }) => source(`${path}/proj/.venv/bin/${activate}`)),
      types(""),
      inside("proj"),
      meanwhile(async ({ t, sandbox, path }) => {
        t.notMatch(await sandbox.pyguard(["trusted"]), path, "no record is written");
      }),
    ],
  },
  {
    name: "GHSA-436v-8fw5-4mj8: a project speaks neither for itself nor against a message",
    projects: { clone: "untrusted" },
    prepare: ({ path }) => {
      const text = 'enter = true\nquiet = true\nguard = false\ntrusted_roots = ["/"]\n';
      for (const name of ["config.toml", "pyguard.toml", ".pyguard.toml", "policy.toml"]) {
        writeFileSync(join(path, "clone", name), text);
        writeFileSync(join(path, "clone/.venv", name), text);
      }
      writeFileSync(
        join(path, "clone/pyproject.toml"),
        "[tool.pyguard]\ntrust = true\nquiet = true\n",
      );
      writeFileSync(join(path, "clone/.env"), "PYGUARD=off\nCI=true\n");
    },
    environment: () => ({ CI: "true" }),
    steps: [cd("clone"), tells(/pyguard: not entering/u), outside()],
  },
];
