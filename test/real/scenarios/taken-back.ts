// Trust that ends while somebody stands in the environment: left at the next prompt, before another prompt command runs.

import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pass } from "node:timers/promises";
import type { Dialect } from "../dialect.ts";
import { namesIn, type Sandbox } from "../sandbox.ts";
import type { ShellName } from "../shells.ts";
import { cd, inside, meanwhile, outside, printsNothing, types } from "../steps.ts";
import type { Scenario, Stage, Step } from "../stage.ts";

/**
 * Prompts of the user's own that call, once there is something to be seen, a command that they had not called before.
 * fish calls who was there first: pyguard is in conf.d, which is read before config.fish.
 */
const curious: Readonly<Record<ShellName, string>> = {
  bash: "PROMPT_COMMAND='[ -e ~/planted ] && od /dev/null >/dev/null'",
  zsh: "autoload -Uz add-zsh-hook; look() { [ -e ~/planted ] && od /dev/null >/dev/null }; add-zsh-hook precmd look",
  fish: "function look --on-event fish_prompt; test -e ~/planted; and od /dev/null >/dev/null; end",
  pwsh: 'function prompt { if (Test-Path ~/planted) { $null = od /dev/null }; "> $([char]27)]7704;%ready$([char]7)" }',
};

const prompts = {
  before: ({ name }: Dialect): string => (name === "fish" ? "" : curious[name]),
  after: ({ name }: Dialect): string => (name === "fish" ? curious[name] : ""),
};

/** Plants a program in the environment that leaves a trace, in place of a command of the system. */
function plant({ sandbox, path }: Stage): void {
  const trace = join(sandbox.home, "something-ran");
  const program = `#!/bin/sh\necho "$0" >>'${trace}'\n`;
  writeFileSync(join(path, "proj/.venv/bin/od"), program, { mode: 0o755 });
  writeFileSync(join(sandbox.home, "planted"), "");
}

const nothingRan: Step = async ({ t, sandbox }) => {
  const trace = join(sandbox.home, "something-ran");
  const ran = existsSync(trace) ? readFileSync(trace, "utf8") : "";
  rmSync(trace, { force: true });
  rmSync(join(sandbox.home, "planted"), { force: true });
  if (isMute(sandbox)) {
    t.comment("the daemon was mute for a moment: nobody could have told");
  } else {
    t.equal(ran, "", "nothing of it was run");
  }
};

const isMute = (sandbox: Sandbox): boolean =>
  namesIn(sandbox.runtimeDirectory() ?? "").some((name) => name.startsWith("mute."));

const napMs = 250;
const naps = 60;

/** Left at a prompt, the next one where hooks see it themselves; what only the daemon can see takes it a moment. */
function leaves(says: RegExp, when: "at once" | "soon", line = ""): Step {
  return async (stage) => {
    let told = "";
    for (let prompt = 0; prompt < naps && stage.terminal.prompt() !== "> "; prompt += 1) {
      await pass(prompt === 0 ? 0 : napMs);
      const wasMute = isMute(stage.sandbox);
      await types(prompt === 0 ? line : "")(stage);
      told += stage.output;
      if (
        when === "at once" &&
        stage.terminal.prompt() !== "> " &&
        !wasMute &&
        !isMute(stage.sandbox)
      ) {
        stage.t.fail("left at once");
      }
    }
    stage.t.match(told, says);
  };
}

/** Entered again, some moments after the line at the latest. */
function comesBack(line: string): Step {
  return async (stage) => {
    for (let prompt = 0; prompt < naps && stage.terminal.prompt() === "> "; prompt += 1) {
      await pass(prompt === 0 ? 0 : napMs);
      await types(prompt === 0 ? line : "")(stage);
    }
  };
}

/** PowerShell sees modes, zsh and fish that somebody typed `chmod`, bash what the last word of the line was. */
function handsOver(path: string): Scenario {
  const line = `chmod o+w ${path}`;
  const says = /^pyguard: [^\n]*everybody here can write/u;
  return {
    name: `others may write to ${path}, until they may not`,
    projects: { proj: "trusted" },
    steps: [
      cd("proj"),
      inside("proj"),
      // What else ends with that word changes nothing, nor what comes after.
      types(`ls -d ${path} >/dev/null`),
      types(`ls >/dev/null`),
      inside("proj"),
      types(`ls -d ${path} >/dev/null`),
      // bash before 4.4 cannot tell this line from an empty one.
      (stage) => leaves(says, stage.shell.title === "bash32" ? "soon" : "at once", line)(stage),
      outside(),
      comesBack(`chmod o-w ${path}`),
      inside("proj"),
    ],
  };
}

const venv = ({ path }: Stage, name = ""): string => join(path, "proj/.venv", name);

function git(directory: string, ...words: readonly string[]): void {
  const who = ["-c", "user.name=x", "-c", "user.email=x@example.org"];
  execFileSync("git", [...who, ...words], { cwd: directory, stdio: "ignore" });
}

type Happening = (stage: Stage) => Promise<void> | void;

/** bash 3.2 compares whole seconds (docs/wire.md: unchanged), and this environment was made a moment ago. */
async function letSecondPass({ shell }: Stage): Promise<void> {
  if (shell.title === "bash32") {
    await pass(1000);
  }
}

function row(name: string, happens: Happening, leaving: Step): Scenario {
  return {
    name,
    projects: { proj: "trusted" },
    steps: [
      cd("proj"),
      inside("proj"),
      meanwhile(letSecondPass),
      meanwhile(happens),
      leaving,
      outside(),
      types(""),
      printsNothing(),
    ],
  };
}

export const takenBack: readonly Scenario[] = [
  ...["..", ".", ".venv", ".venv/bin", ".venv/pyvenv.cfg"].map(handsOver),
  {
    name: "a command of the system is planted in bin: not even the prompt calls it",
    projects: { proj: "trusted" },
    ...prompts,
    steps: [
      cd("proj"),
      inside("proj"),
      meanwhile(letSecondPass),
      meanwhile(plant),
      leaves(/^pyguard: [^\n]* its bin now holds od[^\n]*\n$/u, "at once"),
      outside(),
      nothingRan,
    ],
  },
  {
    name: "git pull brings one",
    projects: { proj: "trusted", theirs: "bare" },
    ...prompts,
    steps: [
      cd("proj"),
      inside("proj"),
      meanwhile((stage) => {
        git(join(stage.path, "theirs"), "init", "-q");
        plant({ ...stage, path: join(stage.path) });
        const theirs = join(stage.path, "theirs");
        execFileSync("mkdir", ["-p", join(theirs, ".venv/bin")]);
        execFileSync("mv", [venv(stage, "bin/od"), join(theirs, ".venv/bin/od")]);
        git(theirs, "add", "-Af");
        git(theirs, "commit", "-qm", "x");
      }),
      types("git init -q"),
      meanwhile(letSecondPass),
      leaves(/^pyguard: [^\n]* its bin now holds od/u, "at once", "git pull -q ../theirs"),
      outside(),
      nothingRan,
    ],
  },
  {
    name: "git tracks what was seen being made",
    projects: { proj: "bare" },
    steps: [
      cd("proj"),
      types("git init -q"),
      types("python3 -m venv --without-pip .venv"),
      inside("proj"),
      meanwhile(({ path }) => git(join(path, "proj"), "add", "-f", ".venv/pyvenv.cfg")),
      leaves(/^pyguard: [^\n]* git tracks files in it/u, "soon"),
      outside(),
      types("pyguard trust"),
      inside("proj"),
    ],
  },
  row(
    "pyvenv.cfg changes",
    (stage) => writeFileSync(venv(stage, "pyvenv.cfg"), "home = /tmp\nversion = 3.12.1\n"),
    leaves(/^pyguard: [^\n]* its pyvenv\.cfg changed/u, "at once"),
  ),
  row(
    "another environment is put in its place",
    (stage) => {
      rmSync(venv(stage), { recursive: true });
      stage.sandbox.makeVenv(venv(stage));
    },
    leaves(/^pyguard: [^\n]* it was made anew/u, "at once"),
  ),
  row(
    "bin can be written to by everybody",
    (stage) => chmodSync(venv(stage, "bin"), 0o777),
    leaves(/^pyguard: [^\n]*everybody here can write/u, "soon"),
  ),
  row(
    "the project can be written to by everybody",
    ({ path }) => chmodSync(join(path, "proj"), 0o777),
    leaves(/^pyguard: [^\n]*everybody here can write/u, "soon"),
  ),
  row(
    "it is refused elsewhere",
    async ({ sandbox, path }) => {
      await sandbox.pyguard(["distrust", join(path, "proj")]);
    },
    leaves(/^$/u, "soon"),
  ),
  row(
    "its trust is forgotten elsewhere",
    async ({ sandbox, path }) => {
      await sandbox.pyguard(["forget", join(path, "proj")]);
    },
    leaves(/^pyguard: not entering/u, "soon"),
  ),
];
