// The caller of a pip command as if the environment of the answer had been entered already.

import { asBytes, split, type Bytes } from "../core/bytes.ts";
import { join } from "../core/path.ts";
import type { Caller } from "../core/pip/caller.ts";
import type { Active } from "../core/pip/message-facts.ts";
import { isIsolated } from "../core/pip/kind.ts";
import type { Python } from "../core/pip/python.ts";
import type { Question } from "../wire/question.ts";
import type { PipPorts } from "./pip-ports.ts";
import type { Entered } from "./ports.ts";

const nothing = asBytes("");

/** What the shell has, with the entering or leaving of this answer done. */
export function readCaller(question: Question, entered: Entered, ports: PipPorts): Caller {
  const { variables, directory } = question;
  const environment = activeVenv(question, entered);
  const path = variables.get("PATH") ?? nothing;
  return {
    directory,
    home: variables.get("HOME") ?? ports.home,
    search: {
      path: enterPath(path, question, entered),
      directory,
      skip: ports.skip,
      goesOn: question.shell === "zsh",
    },
    variables: new Map([...variables, ["VIRTUAL_ENV", environment]]),
  };
}

/** The virtual environment that is active once the answer is applied; empty where none is. */
function activeVenv(question: Question, { answer }: Entered): Bytes {
  switch (answer.state) {
    case "in":
      return answer.environment;
    case "keep":
      return question.virtualEnv;
    case "out":
      return question.flags.background ? question.virtualEnv : nothing;
  }
}

function enterPath(path: Bytes, question: Question, { answer }: Entered): Bytes {
  if (answer.state === "keep") {
    return path;
  }
  const ours = question.active.environment;
  if (isEntered(question, answer)) {
    // The hook changes nothing then: what `module load` or a hand put in front since is what runs.
    return path;
  }
  const entries = split(path, ":").filter((entry) => ours === "" || entry !== join(ours, "bin"));
  const first = answer.state === "in" ? [join(answer.environment, "bin")] : [];
  return asBytes([...first, ...entries].join(":"));
}

function isEntered({ active, virtualEnv }: Question, answer: Entered["answer"]): boolean {
  const { environment, state } = answer;
  return state === "in" && active.environment === environment && virtualEnv === environment;
}

type Situated = {
  readonly question: Question;
  readonly entered: Entered;
  readonly caller: Caller;
  readonly python: Python;
};

/** The environment that is active and is not the one that `python` is; null where they are one, or none is. */
export async function findActive(situated: Situated, ports: PipPorts): Promise<Active | null> {
  const { python, caller, question } = situated;
  const conda = caller.variables.get("CONDA_PREFIX") ?? question.condaPrefix;
  const venv = caller.variables.get("VIRTUAL_ENV") ?? nothing;
  // conda's base is active under every project, and in the way of none.
  const all = python.kind === "conda-base" ? [venv] : [venv, conda];
  const active = all.filter((path) => path.startsWith("/"));
  if (active.includes(python.prefix)) {
    return null;
  }
  const real = await Promise.all([python.prefix, ...active].map(ports.canonical));
  if (real.slice(1).some((path) => path !== null && path === real[0])) {
    return null;
  }
  for (const path of active) {
    const found = await lookAtActive(path, caller, ports);
    if (found !== null) {
      return { ...found, python: callPython(found, caller) };
    }
  }
  return null;
}

/** By its path where the name may mean another. */
function callPython({ path }: Active, { search }: Caller): Bytes {
  return search.path.startsWith(`${path}/bin:`) ? asBytes("python") : join(path, "bin/python");
}

/** Null for what is no environment of its own: a variable proves nothing. */
export async function lookAtActive(
  path: Bytes,
  caller: Caller,
  ports: PipPorts,
): Promise<Active | null> {
  const interpreter = join(path, "bin/python");
  if ((await ports.typeOf(interpreter)) !== "file") {
    return null;
  }
  const found = await ports.lookAtPython({ interpreter, isWrapped: false }, caller);
  return found.prefix === path && isIsolated(found.kind)
    ? {
        path,
        hasPip: found.hasPip,
        hasEnsurepip: found.hasEnsurepip,
        library: found.library,
        isConda: found.kind === "conda-env" || found.kind === "pixi-env",
        isClosed: !found.isWritable,
      }
    : null;
}
