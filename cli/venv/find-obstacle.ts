// Why no environment can be made here, found before anything is touched.

import { fromText, isUtf8, toText, type Bytes } from "../../daemon/core/bytes.ts";
import { judgeTrust } from "../../daemon/core/judge-trust.ts";
import { isUsable, join } from "../../daemon/core/path.ts";
import { lstat, readBounded } from "../../daemon/io/files.ts";
import type { Ports } from "../../daemon/service/ports.ts";
import { openPatientEyes } from "../patient-eyes.ts";
import { sayCommands } from "../say-commands.ts";
import { makeProject, sayNothing, show } from "../trust/words.ts";
import type { Existing } from "./find-misfit.ts";
import type { Shell } from "../../shells/shell.ts";
import type { VenvArguments } from "./parse-arguments.ts";
import { sayAgain, sayAsked } from "./say-again.ts";

export type Obstacle = {
  readonly line: string;
  readonly status: number;
  /** The environment that leaves nothing to do, if it is the one that is meant. */
  readonly existing?: Existing;
};

export type Asking = {
  readonly asked: VenvArguments;
  readonly directory: Bytes;
  /** In whose words commands are told. */
  readonly shell: Shell;
};

/** Options by which people say that what is there may be changed. */
const changes: ReadonlySet<string> = new Set(["--clear", "--upgrade"]);

/** Null where one can be made; an obstacle of status 0 says that there is nothing left to do. */
export async function findObstacle(asking: Asking, ports: Ports): Promise<Obstacle | null> {
  const { asked, directory } = asking;
  const { name, options } = asked;
  const why = whyUnfit(directory);
  if (why !== null) {
    return fail(`no environment can be made in ${show(directory)}: ${why}; rename the directory`);
  }
  const fact = await lstat(join(directory, fromText(name)));
  if (fact === null) {
    return (await findElsewhere(asking, ports)) ?? findClosed(directory);
  }
  if (fact.type !== "directory") {
    return fail(await sayInTheWay(asking, fact.type));
  }
  return options.some((option) => changes.has(option))
    ? findForeign(asking, fact.uid, ports)
    : describeExisting(asking, ports);
}

/** One that venv would be told to change and may not: left as it is, not half cleared. */
async function findForeign(
  { asked, directory, shell }: Asking,
  owner: number,
  { account, names }: Ports,
): Promise<Obstacle | null> {
  const { name } = asked;
  if (await openPatientEyes().isWritable(join(directory, fromText(name)))) {
    return null;
  }
  const whose = owner === account.uid ? "" : `: ${names.userName(owner)} owns it`;
  const what = `nothing can be written in ${name}${whose}`;
  return (
    (await findClosed(directory)) ??
    fail(`${what}; to make one of your own in its place: ${sayAgain(asked, shell)}`)
  );
}

/** Why no Python can be told to make one there, or no shell could enter it; null where both can be. */
function whyUnfit(directory: Bytes): string | null {
  if (!isUsable(directory)) {
    return "PATH cannot carry a colon or a control character";
  }
  return isUtf8(directory) ? null : "its name is not UTF-8";
}

/** A home directory, or one where others could put an environment of theirs. */
async function findElsewhere(
  { asked, directory, shell }: Asking,
  ports: Ports,
): Promise<Obstacle | null> {
  const { sighting, settings } = await ports.look(directory, { mayFollow: false });
  if (sighting.kind === "gone") {
    const elsewhere = sighting.isHidden === true ? `: ${makeProject}` : "";
    return fail(`${sayNothing(directory, sighting, settings)}${elsewhere}`);
  }
  if (sighting.kind !== "none" || sighting.isSearched) {
    return null;
  }
  const why = sayNothing(directory, sighting, settings);
  return sighting.open.length > 0
    ? fail(`${why} && ${sayAsked(asked, shell)}`)
    : fail(`${why}: ${makeProject}`);
}

/** One that belongs to others, or on a file system that takes nothing. */
async function findClosed(directory: Bytes): Promise<Obstacle | null> {
  return (await openPatientEyes().isWritable(directory))
    ? null
    : fail(
        `no environment can be made in ${show(directory)}: nothing can be written there: ${makeProject}`,
      );
}

async function sayInTheWay({ asked, directory, shell }: Asking, type: string): Promise<string> {
  const { name } = asked;
  const path = join(directory, fromText(name));
  const content = type === "file" ? await readBounded(path) : null;
  const first = show(fromText(toText(content?.bytes ?? fromText("")).split("\n", 1)[0] ?? ""));
  const what =
    type === "link" ? "a link" : type === "file" ? `a file that names ${first}` : "there";
  const again = sayAgain(asked, shell);
  return `${name} is ${what}, and stays as it is; to make an environment in its place: ${again}`;
}

/** Untouched; done already where it is trusted, so that `pyguard venv && pip install x` goes on. */
async function describeExisting(asking: Asking, ports: Ports): Promise<Obstacle> {
  const { asked, directory, shell } = asking;
  const { name } = asked;
  const { sighting } = await ports.look(directory, { mayFollow: false });
  const isSeen = "spot" in sighting && sighting.spot.name === fromText(name);
  if (!isSeen) {
    return (await findElsewhere(asking, ports)) ?? fail(await sayUnseen(asking));
  }
  if (sighting.kind !== "environment") {
    const again = sayAgain(asked, shell);
    return fail(
      `there is a directory ${name} that is no environment; to make one in its place: ${again}`,
    );
  }
  if (sighting.spot.used !== undefined) {
    const own = sayCommands([["pyguard", "use", name]], shell);
    return fail(
      `${name} is there already, and ${show(sighting.spot.used)} is used instead; to take its own again: ${own}`,
    );
  }
  const verdict = judgeTrust(sighting.facts, sighting.recollection, ports.account);
  if (verdict.kind === "trusted") {
    const { environment, python } = sighting.facts;
    const existing = { version: environment.version, python: python?.path ?? fromText("") };
    return { line: `${name} is there already; nothing was changed`, status: 0, existing };
  }
  return sighting.facts.python === null
    ? fail(`${name} is there, but its Python is gone; a new one: pyguard venv --clear`)
    : fail(`${name} is there already and not trusted; if it is yours: pyguard trust`);
}

/** A directory that shells do not look at: it may be anything of the user's. */
async function sayUnseen({ asked: { name }, directory, shell }: Asking): Promise<string> {
  if ((await lstat(join(directory, fromText(`${name}/pyvenv.cfg`)))) !== null) {
    const take = sayCommands([["pyguard", "use", name]], shell);
    return `${name} is there already; nothing was changed; to take it for this project: ${take}`;
  }
  const inside = sayCommands(
    [
      ["cd", name],
      ["pyguard", "venv"],
    ],
    shell,
  );
  return `${name} is a directory that is no environment; to make one in it: ${inside}`;
}

function fail(line: string): Obstacle {
  return { line, status: 1 };
}
