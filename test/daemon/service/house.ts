// A home with projects in it, on a real file system, and shells that ask about them.

import fs from "node:fs";
import { dirname, join } from "node:path";
import type { Test } from "tap";
import { assembleAnswers, type Assembled } from "../../../daemon/answering.ts";
import { asBytes, fromText } from "../../../daemon/core/bytes.ts";
import { trust, type Trusting } from "../../../daemon/service/trust.ts";
import type { AnswerPip } from "../../../daemon/service/ports.ts";
import type { Answer } from "../../../daemon/wire/answer.ts";
import type { Flags, Question } from "../../../daemon/wire/question.ts";
import { makeThrowAway } from "../../real/throw-away.ts";

/** Any program that is there stands for Python: nothing here runs it. */
export const interpreter = fs.realpathSync(process.execPath);

type Asked = Partial<Omit<Question, "flags">> & { readonly flags?: Partial<Flags> };

export type House = {
  readonly path: string;
  readonly home: string;
  readonly runtime: string;
  readonly answers: Assembled;
  /** Makes `home/NAME/.venv`; gives the project. */
  readonly project: (name: string, options?: EnvironmentOptions) => string;
  readonly ask: (directory: string, differs?: Asked) => Promise<Answer>;
  readonly trust: (directory: string) => Promise<Trusting>;
  /** The same account's services anew, as after a restart of the daemon. */
  readonly restart: (environment?: Readonly<Record<string, string>>) => House;
};

export type EnvironmentOptions = {
  readonly cfg?: string;
  readonly python?: string;
  readonly name?: string;
};

export function makeHouse(t: Test, answerPip?: AnswerPip): House {
  const throwAway = makeThrowAway();
  t.teardown(throwAway.remove);
  fs.chmodSync(throwAway.path, 0o755);
  const home = join(throwAway.path, "home");
  const runtime = join(throwAway.path, "r");
  fs.mkdirSync(home);
  fs.mkdirSync(runtime, { mode: 0o700 });
  return open(throwAway.path, {}, answerPip);
}

/** The services of whoever runs this now, in a house that stands. */
export function open(
  path: string,
  environment: Readonly<Record<string, string>> = {},
  answerPip?: AnswerPip,
): House {
  const home = join(path, "home");
  const runtime = join(path, "r");
  const answers = assembleAnswers({
    environment: new Map(
      Object.entries(environment).map(([name, value]) => [name, fromText(value)]),
    ),
    home: fromText(home),
    runtimeDirectory: fromText(runtime),
    witness: () => asBytes("up.1.1.1"),
    answerPip:
      answerPip ?? (() => Promise.resolve({ decision: "allow", text: asBytes(""), argv: [] })),
  });
  return {
    path,
    home,
    runtime,
    answers,
    project: (name, options) => makeProject(join(home, name), options),
    ask: (directory, differs) => answers.answer(question(directory, differs)),
    trust: (directory) => trust(fromText(directory), answers.ports, "explicit"),
    restart: (variables) => open(path, variables, answerPip),
  };
}

/** Files as venv makes them; gives the project. */
export function makeProject(project: string, options: EnvironmentOptions = {}): string {
  makeEnvironment(join(project, options.name ?? ".venv"), options);
  return project;
}

export function makeEnvironment(path: string, options: EnvironmentOptions = {}): void {
  fs.mkdirSync(join(path, "bin"), { recursive: true });
  const cfg =
    options.cfg ?? "home = /usr/bin\ninclude-system-site-packages = false\nversion = 3.12.1\n";
  fs.writeFileSync(join(path, "pyvenv.cfg"), cfg);
  fs.symlinkSync(options.python ?? interpreter, join(path, "bin", "python"));
  fs.symlinkSync("python", join(path, "bin", "python3"));
  for (const name of ["pip", "pip3"]) {
    const script = `#!${path}/bin/python\nimport pip\n`;
    fs.writeFileSync(join(path, "bin", name), script, { mode: 0o755 });
  }
}

export function question(directory: string, differs: Asked = {}): Question {
  return {
    number: asBytes("1"),
    verb: "here",
    shell: "bash",
    version: asBytes("0.1.0"),
    pid: 1,
    directory: fromText(directory),
    virtualEnv: asBytes(""),
    active: { environment: asBytes(""), root: asBytes("") },
    condaPrefix: asBytes(""),
    witness: asBytes(""),
    evidence: { kind: "none" },
    variables: new Map(),
    argv: [],
    ...differs,
    flags: {
      interactive: true,
      terminal: true,
      editor: false,
      leftByHand: false,
      background: false,
      ...differs.flags,
    },
  };
}

/** Makes a file or directory as old as those that nobody changed lately. */
export function age(path: string): void {
  const when = Date.now() / 1000 - 100;
  fs.utimesSync(path, when, when);
  fs.utimesSync(dirname(path), when, when);
}
