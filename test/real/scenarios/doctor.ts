// What only a real shell can show: that the doctor is silent in one that is well, and sees what was done to its hook.

import { execa } from "execa";
import { join } from "node:path";
import { setTimeout as pass } from "node:timers/promises";
import type { Dialect } from "../dialect.ts";
import { clone } from "../sandbox.ts";
import type { Scenario, Stage, Step } from "../stage.ts";
import { cd, endsWith, inside, leave, meanwhile, prints, printsNothing, types } from "../steps.ts";

/** The other shells of this machine are not hooked here, and a busy machine is no failure. */
const doctor = "pyguard doctor --ignore hook-missing --ignore daemon-mute";

function of(words: Readonly<Record<Dialect["name"], string>>): (dialect: Dialect) => string {
  return ({ name }) => words[name];
}

const loses = of({
  bash: "PROMPT_COMMAND=(:)",
  zsh: "precmd_functions=()",
  fish: "functions -e __pyguard_hook",
  // With the mark that the terminal waits for.
  pwsh: 'function prompt { "> $([char]27)]7704;%ready$([char]7)" }',
});

const defines = of({
  bash: "pip() { command pip \"$@\"; }; alias python3='command python3' python=pip3",
  zsh: 'pip() { command pip "$@"; }; alias python3="command python3" python=pip3',
  fish: "function pip; command pip $argv; end; function python3; command python3 $argv; end; alias python=pip3",
  pwsh: "function pip { /usr/bin/env pip @args }; Set-Alias python3 /usr/bin/python3; Set-Alias python pip3",
});

const frees = of({
  bash: "unset -f pip && unalias python3 && pyguard on",
  zsh: "unfunction pip && unalias python3 && pyguard on",
  fish: "functions -e pip && functions -e python3 && pyguard on",
  pwsh: "Remove-Item Function:pip && Remove-Alias python3 && pyguard on",
});

/** What the program says of the row's directory, started outside of every shell. */
function published(below: string, expected: string): Step {
  return meanwhile(async ({ t, sandbox, path }) => {
    const words = [join(clone, "cli/pyguard-status"), "--dir", join(path, below)] as const;
    const ask = async (): Promise<string> =>
      (await execa(words[0], words.slice(1), { env: sandbox.environment(), extendEnv: false }))
        .stdout;
    // It is written beside the answer, not before it.
    for (let tries = 0; tries < 100 && (await ask()) !== expected; tries += 1) {
      await pass(50);
    }
    t.equal(await ask(), expected, `the segment of ${below}`);
  });
}

const version = /\d+\.\d+\.\d+/;

/** The function's words, which name the Python that is here. */
function segmentIs(words: (version: string) => string): Step {
  return async (stage: Stage) => {
    await types("pyguard-status")(stage);
    const found = version.exec(stage.output)?.[0] ?? "";
    stage.t.equal(stage.output, words(found) === "" ? "" : `${words(found)}\n`, "the segment");
    if (found !== "") {
      await published("proj", words(found))(stage);
    }
  };
}

/** Types the line until it prints that: a busy daemon's answer may come a prompt late. */
function comesToPrint(line: string, expected: string | RegExp): Step {
  return async (stage) => {
    for (let tries = 0; tries < 5; tries += 1) {
      await types(line)(stage);
      const { output } = stage;
      if (typeof expected === "string" ? output === expected : expected.test(output)) {
        break;
      }
      await pass(500);
    }
    await prints(expected)(stage);
  };
}

const projects = { proj: "trusted" } as const;

export const doctorRows: readonly Scenario[] = [
  {
    name: "the doctor is silent where all is well, and sees a hook that was lost",
    projects,
    steps: [
      cd("proj"),
      inside("proj"),
      types(doctor),
      printsNothing(),
      types(doctor),
      endsWith(0),
      types(loses),
      types(doctor),
      prints(/^hook-lost: [^]* {2}where {2}this (\w+)\n {2}mend {3}exec \1\n {2}note /),
      types(doctor),
      endsWith(1),
    ],
  },
  {
    name: "the doctor sees what was put in front of an environment, and how to take it back",
    projects,
    steps: [
      cd("proj"),
      inside("proj"),
      // As a module of a cluster does; here are a pip and a python3.
      types((dialect, { sandbox }) => dialect.prepend(sandbox.bin)),
      types(doctor),
      prints(
        /^path-order: [^\n]* has its own [^\n]*\n[^\n]*\n {2}mend {3}deactivate && pyguard enter\n$/,
      ),
      types("deactivate && pyguard enter"),
      types(doctor),
      printsNothing(),
    ],
  },
  {
    name: "the doctor sees names that are the user's own, unless they lead to a wrapper",
    before: defines,
    steps: [
      types(`${doctor} --ignore daemon-absent`),
      prints(
        /^name-not-guarded: pip is your own function [^]*\nname-not-guarded: python3 is your own (alias|function) (?![^]*name-not)/,
      ),
      types(frees),
      types(`${doctor} --ignore daemon-absent`),
      printsNothing(),
      types("pip install requests"),
      endsWith(3),
    ],
  },
  {
    name: "an alias that leads to its own name reaches the wrapper, and the doctor is silent",
    shells: ["bash", "zsh"],
    projects,
    before: of({
      bash: "alias pip='pip --no-color' python=python3",
      // As oh-my-zsh's plugin for pip.
      zsh: "alias pip='noglob pip' python=python3",
      fish: "",
      pwsh: "",
    }),
    steps: [
      types("pip install requests"),
      endsWith(3),
      types("pyguard off; pyguard on"),
      printsNothing(),
      types("pip install requests"),
      endsWith(3),
      cd("proj"),
      inside("proj"),
      types(`${doctor} --ignore daemon-absent`),
      printsNothing(),
    ],
  },
  {
    name: "the doctor sees a shell that was started without the line, and no script",
    before: () => "return",
    steps: [
      types(`${join(clone, "cli")}/${doctor}`),
      prints(
        /^hook-not-loaded: this (\w+) has not loaded pyguard's hook\n[^\n]*\n {2}mend {3}exec \1\n {2}note[^\n]*line(?: come after|: move).*\n$/,
      ),
      types(`/bin/sh -c '${join(clone, "cli")}/${doctor}; :'`),
      printsNothing(),
    ],
  },
  {
    name: "the doctor sees a prompt that came after the line",
    shells: ["pwsh"],
    after: loses,
    steps: [
      types(`${join(clone, "cli")}/${doctor}`),
      prints(
        /^hook-not-loaded: [^\n]*\n[^\n]*\n {2}mend {3}exec pwsh\n {2}note {3}let pyguard's line come after /,
      ),
    ],
  },
  {
    name: "the segment says the same inside of the shell and outside",
    projects: { proj: "trusted", theirs: "untrusted" },
    steps: [
      segmentIs(() => ""),
      cd("proj"),
      inside("proj"),
      segmentIs((found) => `proj ${found}`),
      cd("theirs"),
      comesToPrint("pyguard-status", /^theirs \d+\.\d+\.\d+ untrusted\n$/),
      leave(),
      comesToPrint("pyguard-status", ""),
    ],
  },
];
