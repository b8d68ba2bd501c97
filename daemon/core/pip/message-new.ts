// A new environment: where it can be, which Python makes it, and what has to be there first.

import { asBytes, type Bytes } from "../bytes.ts";
import { fromElsewhere } from "./message-command.ts";
import type { MessageFacts, Speech } from "./message-facts.ts";
import { compose, type Advice } from "./message-line.ts";

/** Makes an environment in this directory, or in one that is made for it. */
export function adviseNew(
  facts: MessageFacts,
  { speech, command }: { readonly speech: Speech; readonly command: readonly Bytes[] },
): Advice {
  const { target, directory } = facts;
  const place = newPlace(facts, speech);
  const system = target?.isSites === true ? ["--system-site-packages"] : [];
  const python = pythonFor(facts);
  const make = ["pyguard", "venv", ...python.option, ...system].map(asBytes);
  const plain = [python.name, "-m", "venv", ...system, ".venv"].map(asBytes);
  const first = [...missingVenvPackage(facts, target?.hasEnsurepip ?? true), ...place.steps];
  return compose(
    {
      title: place.title,
      before: [...first, speech.command(make)],
      command: place.isElsewhere ? fromElsewhere(command, directory) : command,
      byHand: [...first, speech.command(plain), speech.activation(asBytes(".venv"))],
    },
    speech,
  );
}

type NewPlace = {
  readonly title: string;
  readonly steps: readonly Bytes[];
  readonly isElsewhere: boolean;
};

/** Where an environment can be, and what has to be done to have the place. */
function newPlace({ spot, directory, projectRoot }: MessageFacts, speech: Speech): NewPlace {
  if (spot.kind === "unsearched") {
    return {
      title: "Make a project and install, one line:",
      steps: ["mkdir -p ~/my-project", "cd ~/my-project"].map(asBytes),
      isElsewhere: true,
    };
  }
  const root = spot.kind === "occupied" ? spot.project : (projectRoot ?? directory);
  const isElsewhere = root !== directory;
  const there = isElsewhere ? [speech.command([asBytes("cd"), root])] : [];
  return {
    title: isElsewhere
      ? "Make one for this project and install, one line:"
      : "Make one here and install, one line:",
    steps: spot.kind === "occupied" ? [...there, makeRoom(spot, speech)] : there,
    isElsewhere,
  };
}

function makeRoom(
  { name, isFile }: Extract<MessageFacts["spot"], { kind: "occupied" }>,
  speech: Speech,
): Bytes {
  const words = isFile ? ["mv", name, `${name}.old`] : ["rm", "-r", name];
  return speech.command(words.map(asBytes));
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

/** Debian splits what makes environments from its Python. */
export function missingVenvPackage(facts: MessageFacts, hasEnsurepip: boolean): readonly Bytes[] {
  const { target, tools, isRoot } = facts;
  const isDebians = target?.path.startsWith("/usr/bin/") === true && tools.has("apt");
  const mayInstall = isRoot || tools.has("sudo");
  if (hasEnsurepip || !isDebians || !mayInstall) {
    return [];
  }
  const version = shortVersion(target.version);
  const name = version === null ? "python3-venv" : `python${version}-venv`;
  return [asBytes(`${isRoot ? "" : "sudo "}apt install ${name}`)];
}

/** `3.12` of `3.12.1`. */
export function shortVersion(version: string | null): string | null {
  return /^\d+\.\d+/.exec(version ?? "")?.[0] ?? null;
}
