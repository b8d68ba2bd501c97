// `pyguard status` for people: one screen.

import { fromText } from "../../daemon/core/bytes.ts";
import { show } from "../trust/words.ts";
import type { Status } from "./gather.ts";

/** A line for each thing that there is to say. */
export function renderStatus(status: Status): string {
  const rows: readonly (readonly [string, string])[] = [
    ["here", show(fromText(status.directory))],
    ["environment", sayEnvironment(status)],
    ["entered", sayEntered(status)],
    ["trust", sayTrust(status.trust)],
    ["python", sayPython(status)],
    ...sayMarks(status).map((line) => ["attention", line] as const),
    ["by hand", sayByHand(status)],
    ["daemon", sayDaemon(status)],
    ...status.complaints.map((line) => ["settings", line] as const),
  ];
  return rows
    .filter(([, value]) => value !== "")
    .map(([name, value]) => `${name.padEnd("environment  ".length)}${value}\n`)
    .join("");
}

function sayEnvironment({ environment, name }: Status): string {
  return environment === null ? "none" : `${show(fromText(environment))} (${name})`;
}

function sayEntered({ isActive, why }: Status): string {
  return isActive ? "yes" : `no: ${why}`;
}

/** Not what pyguard entered and leaves at the next prompt: `cd ..; pyguard status`. */
function sayByHand({ isActive, virtualEnv, condaPrefix, state }: Status): string {
  const path = virtualEnv === "" ? condaPrefix : virtualEnv;
  return isActive || path === "" || state !== "keep" ? "" : show(fromText(path));
}

/** What the other rows do not say. */
function sayMarks({ marks }: Status): readonly string[] {
  return [
    marks.includes("e")
      ? "the pip typed here is not this environment's; to give it one: python -m ensurepip --default-pip"
      : "",
    marks.includes("s")
      ? "packages of your own (~/.local) hide those of its Python; see: pyguard doctor"
      : "",
  ].filter((line) => line !== "");
}

function sayTrust(trust: string): string {
  switch (trust) {
    case "":
      return "";
    case "trusted":
    case "broken":
      return "yes";
    case "denied":
      return "refused for good";
    default:
      return "no";
  }
}

function sayPython({ version, interpreter, kind }: Status): string {
  const sees = kind === "venv-system-site" ? ", sees the packages of its Python" : "";
  const where = interpreter === null ? "" : `, ${show(fromText(interpreter))}`;
  return version === "" ? "" : `${version}${where}${sees}`;
}

function sayDaemon({ daemon, daemonWhy }: Status): string {
  return daemon === null ? daemonWhy : `process ${daemon.pid}, version ${daemon.version}`;
}
