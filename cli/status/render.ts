// `pyguard status` for people: one screen.

import { fromText } from "../../daemon/core/bytes.ts";
import { show } from "../trust/words.ts";
import type { Status } from "./gather.ts";

export function renderStatus(status: Status): string {
  const rows: readonly (readonly [string, string])[] = [
    ["here", show(fromText(status.directory))],
    ["environment", sayEnvironment(status)],
    ["entered", sayEntered(status)],
    ["trust", sayTrust(status.trust)],
    ["python", sayPython(status)],
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

function sayByHand({ isActive, virtualEnv }: Status): string {
  return isActive || virtualEnv === "" ? "" : show(fromText(virtualEnv));
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

function sayDaemon({ daemon }: Status): string {
  return daemon === null
    ? "does not run; the next shell that needs it starts it"
    : `process ${daemon.pid}, version ${daemon.version}`;
}
