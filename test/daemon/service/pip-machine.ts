// A person with a home of their own, a real file system, and the answers as the daemon gives them.

import { mkdirSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { join } from "node:path";
import { assembleAnswers } from "../../../daemon/answering.ts";
import { asBytes, fromText, toText } from "../../../daemon/core/bytes.ts";
import { createPipPorts } from "../../../daemon/io/pip/ports.ts";
import type { PipPorts } from "../../../daemon/service/pip-ports.ts";
import { createRememberingPip } from "../../../daemon/service/remember-pip.ts";
import { trust } from "../../../daemon/service/trust.ts";
import type { Question, ShellName } from "../../../daemon/wire/question.ts";

type Typed = {
  readonly directory?: string;
  readonly shell?: ShellName;
  readonly path?: string;
  readonly virtualEnv?: string;
  readonly condaPrefix?: string;
  /** What pyguard has entered. */
  readonly active?: string;
  readonly variables?: Readonly<Record<string, string>>;
};

type Told = {
  readonly state: string;
  readonly decision: string;
  readonly lines: readonly string[];
  readonly argv: readonly string[];
  readonly marks: string;
};

export interface Machine {
  readonly root: string;
  readonly home: string;
  /** A directory below the home, made. */
  place: (name: string) => string;
  type: (line: string, typed?: Typed) => Promise<Told>;
  trust: (directory: string) => Promise<void>;
  trustPrefix: (prefix: string) => Promise<void>;
  forgetPrefix: (prefix: string) => Promise<void>;
  remove: () => void;
}

type Changes = Partial<PipPorts> | ((ports: Omit<PipPorts, "isContainer">) => Partial<PipPorts>);

/** No container, whatever this test runs in; `changes` stand in for other parts of the world. */
export function makeMachine(changes: Changes = {}): Machine {
  const root = mkdtempSync(join(realpathSync("/tmp"), "pg-"));
  const home = join(root, "home");
  const runtime = join(root, "run");
  [home, runtime].forEach((path) => mkdirSync(path, { mode: 0o700 }));
  const environment = new Map([["HOME", fromText(home)]]);
  const assembly = {
    environment,
    home: fromText(home),
    runtimeDirectory: fromText(runtime),
    witness: () => asBytes("up.1.1.1"),
  };
  const plain = assembleAnswers(assembly);
  const pip = createPipPorts({
    programHome: fromText(join(root, "pyguard")),
    home: fromText(home),
    isTrustedPrefix: plain.prefixes.isTrusted,
    isFirst: plain.ports.isFirst,
    askPython: plain.askPython,
    patienceMs: 3000,
  });
  const change = typeof changes === "function" ? changes : () => changes;
  const isContainer = (): Promise<boolean> => Promise.resolve(false);
  const answerPip = createRememberingPip((key, conclude, isLasting) =>
    pip.together(
      key,
      (ports) => conclude({ ...ports, isContainer, isRoot: false, ...change(ports) }),
      isLasting,
    ),
  );
  const { answer } = assembleAnswers({ ...assembly, answerPip });
  return {
    root,
    home,
    place: (name) => {
      mkdirSync(join(home, name), { recursive: true });
      return join(home, name);
    },
    type: async (line, typed = {}) => {
      const told = await answer(questionOf(line, { directory: home, ...typed }, home));
      const { state, decision, marks } = told;
      const text = toText(told.text);
      return { state, decision, marks, lines: text.split("\n"), argv: told.argv.map(toText) };
    },
    trust: async (directory) => {
      const done = await trust(fromText(directory), plain.ports, "explicit");
      if (done.kind !== "trusted") {
        throw new Error(`${directory} was not trusted: ${done.kind}`);
      }
    },
    trustPrefix: async (prefix) => {
      await plain.prefixes.trust(fromText(prefix));
    },
    forgetPrefix: async (prefix) => {
      await plain.prefixes.forget(fromText(prefix));
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

function questionOf(
  line: string,
  typed: Typed & { readonly directory: string },
  home: string,
): Question {
  const { shell = "bash", path = "/usr/bin:/bin", virtualEnv = "", condaPrefix = "" } = typed;
  const variables = { PATH: path, HOME: home, LANG: "C.UTF-8", ...typed.variables };
  const nothing = asBytes("");
  return {
    number: asBytes("1"),
    verb: "pip",
    shell,
    version: asBytes("0"),
    pid: process.pid,
    directory: fromText(typed.directory),
    virtualEnv: fromText(virtualEnv),
    active: { environment: fromText(typed.active ?? ""), root: fromText(typed.directory) },
    condaPrefix: fromText(condaPrefix),
    witness: nothing,
    evidence: { kind: "none" },
    flags: {
      interactive: true,
      terminal: true,
      editor: false,
      leftByHand: false,
      background: false,
    },
    variables: new Map(Object.entries(variables).map(([name, value]) => [name, fromText(value)])),
    argv: line.split(" ").map(fromText),
  };
}
