// Which file holds which command: only the one that is asked for is loaded, so that a command starts quickly.

import type { Command } from "commander";
import type { Context } from "./context.ts";

type Register = (program: Command, context: Context) => void;

export type Group = "here" | "machine" | "one command" | "scripts";

export type Entry = {
  readonly name: string;
  readonly synonyms: readonly string[];
  readonly group: Group;
  readonly load: () => Promise<Register>;
};

function entry(group: Group, names: readonly string[], load: Entry["load"]): Entry {
  const [name = "", ...synonyms] = names;
  return { name, synonyms, group, load };
}

/** Every command, in the order in which help shows them. */
export const entries: readonly Entry[] = [
  entry("here", ["status"], async () => (await import("./commands/status.ts")).registerStatus),
  entry("here", ["venv"], async () => (await import("./commands/venv.ts")).registerVenv),
  entry(
    "here",
    ["trust", "allow"],
    async () => (await import("./commands/trust.ts")).registerTrust,
  ),
  entry(
    "here",
    ["distrust", "deny"],
    async () => (await import("./commands/distrust.ts")).registerDistrust,
  ),
  entry("here", ["use"], async () => (await import("./commands/use.ts")).registerUse),
  entry("here", ["forget"], async () => (await import("./commands/forget.ts")).registerForget),
  entry("here", ["enter"], async () => (await import("./commands/enter.ts")).registerEnter),
  entry("here", ["on", "off"], async () => (await import("./commands/on-off.ts")).registerOnOff),
  entry("machine", ["list"], async () => (await import("./commands/list.ts")).registerList),
  entry(
    "machine",
    ["trusted"],
    async () => (await import("./commands/trusted.ts")).registerTrusted,
  ),
  entry("machine", ["doctor"], async () => (await import("./commands/doctor.ts")).registerDoctor),
  entry("machine", ["watch"], async () => (await import("./commands/watch.ts")).registerWatch),
  entry("machine", ["daemon"], async () => (await import("./commands/daemon.ts")).registerDaemon),
  entry(
    "machine",
    ["uninstall"],
    async () => (await import("./commands/uninstall.ts")).registerUninstall,
  ),
  entry(
    "one command",
    ["explain"],
    async () => (await import("./commands/explain.ts")).registerExplain,
  ),
  entry("one command", ["check"], async () => (await import("./commands/check.ts")).registerCheck),
  entry(
    "one command",
    ["anyway"],
    async () => (await import("./commands/anyway.ts")).registerAnyway,
  ),
  entry("scripts", ["run", "exec"], async () => (await import("./commands/run.ts")).registerRun),
  entry("scripts", ["env"], async () => (await import("./commands/env.ts")).registerEnv),
  entry("scripts", ["init"], async () => (await import("./commands/init.ts")).registerInit),
];
