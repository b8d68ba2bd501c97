// How an environment with a pip in it is made: by its Python alone, and by other means where that has no ensurepip.

import { asBytes, type Bytes } from "../bytes.ts";
import { asUv } from "./as-pip.ts";
import { installVenvPackage } from "./message-debian.ts";
import { fetchPip, nobodysPip } from "./message-pip.ts";
import type { MessageFacts, Speech } from "./message-facts.ts";

export type Making = {
  /** What has to be there first, whatever the directory. */
  readonly first: readonly Bytes[];
  /** Makes it, to be typed in its directory. */
  readonly make: readonly Bytes[];
  /** The same without pyguard, and enters it. */
  readonly byHand: readonly Bytes[];
  readonly command: readonly Bytes[];
  /** Says what somebody else has to do before; empty where nobody has. */
  readonly lack: string;
};

type Wish = { readonly speech: Speech; readonly command: readonly Bytes[] };

/** The first of these ways that is open here. */
export function makeWay(facts: MessageFacts, wish: Wish): Making {
  const isWhole = facts.target?.hasEnsurepip ?? true;
  const first = isWhole ? [] : installVenvPackage(facts);
  if (first !== null) {
    return { ...withVenv(facts, wish, []), first };
  }
  return (
    withVirtualenv(facts, wish) ??
    withUv(facts, wish) ??
    withOwnPip(facts, wish) ?? { ...withVenv(facts, wish, []), lack: nobodysPip(facts) }
  );
}

const environment = asBytes(".venv");

function withVenv(
  facts: MessageFacts,
  { speech, command }: Wish,
  options: readonly string[],
): Making {
  const { name, option } = pythonFor(facts);
  const all = [...options, ...systemsOption(facts)];
  const plain = [name, "-m", "venv", ...all, ".venv"].map(asBytes);
  return {
    first: [],
    make: [speech.command(["pyguard", "venv", ...option, ...all].map(asBytes))],
    byHand: [speech.command(plain), speech.activation(environment)],
    command,
    lack: "",
  };
}

/** It brings a pip of its own; what it makes is trusted by name, as this shell may not have seen it made. */
function withVirtualenv(facts: MessageFacts, { speech, command }: Wish): Making | null {
  if (!facts.tools.has("virtualenv")) {
    return null;
  }
  const { option } = pythonFor(facts);
  const make = ["virtualenv", ...option, ...systemsOption(facts), ".venv"].map(asBytes);
  return madeBy(speech.command(make), { speech, command });
}

function madeBy(line: Bytes, { speech, command }: Wish): Making {
  return {
    first: [],
    make: [line, asBytes("pyguard trust")],
    byHand: [line, speech.activation(environment)],
    command,
    lack: "",
  };
}

/** It needs no pip at all. */
function withUv(facts: MessageFacts, { speech, command }: Wish): Making | null {
  if (!facts.tools.has("uv")) {
    return null;
  }
  const make = ["uv", "venv", ...pythonFor(facts).option, ...systemsOption(facts)].map(asBytes);
  return madeBy(speech.command(make), { speech, command: asUv(command) });
}

/** The pip that was typed puts itself into an environment that has none. */
function withOwnPip(facts: MessageFacts, wish: Wish): Making | null {
  const library = facts.target?.library ?? asBytes("");
  const fetched = fetchPip(facts, { ...wish, environment, library });
  if (fetched === null) {
    return null;
  }
  const { make, byHand, ...bare } = withVenv(facts, wish, ["--without-pip"]);
  return {
    ...bare,
    make: [...make, fetched.step],
    byHand: [...byHand, fetched.step],
    command: fetched.command,
  };
}

function systemsOption({ target }: MessageFacts): readonly string[] {
  return target?.isSites === true ? ["--system-site-packages"] : [];
}

type Maker = { readonly name: string; readonly option: readonly string[] };

/** `pip3.9` is there again only in an environment of that Python; one that is not on PATH is named by its path. */
function pythonFor({ argv, tools, target }: MessageFacts): Maker {
  const named = pythonNamed(argv[0] ?? "");
  const name = named ?? ["python3", "python"].find((plain) => tools.has(plain));
  if (name !== undefined && tools.has(name)) {
    return { name, option: named === null ? [] : ["--python", name.replace(/^python(?=\d)/, "")] };
  }
  return target === null
    ? { name: "python3", option: [] }
    : { name: target.path, option: ["--python", target.path] };
}

/** The Python that a command with a version in its name belongs to. */
export function pythonNamed(command: string): string | null {
  const version = /^(?:pip|python|py)-?(\d+\.\d+)(?:\.exe)?$/.exec(command)?.[1];
  if (version !== undefined) {
    return `python${version}`;
  }
  return command.startsWith("pypy") ? command : null;
}
