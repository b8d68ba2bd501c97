// Runs the Pythons that share a directory of the account's own packages, to hear what each of them sees.

import { toText, type Bytes } from "../../../daemon/core/bytes.ts";
import type { Environment, Trusted } from "../../../daemon/core/environment.ts";
import { isWithin } from "../../../daemon/core/path.ts";
import type { Interpreter, UserSiteState } from "../../../daemon/core/interpreter.ts";
import { situate } from "../../../daemon/service/situation.ts";
import type { Desk } from "../desk.ts";
import { findPrograms, type UserSite } from "./find-pythons.ts";
import { readLibrary, type Library } from "./library.ts";

export type Python = {
  /** As it was found, and as it can be typed. */
  readonly program: Bytes;
  readonly answer: Interpreter;
  /** The other directories of packages that it searches, each with its place in the order. */
  readonly others: readonly { readonly library: Library; readonly place: number }[];
  /** The place of the account's own; negative where it is not searched. */
  readonly place: number;
};

export type Group = {
  readonly user: Library;
  readonly program: string;
  /** Programs of that version; whether or not they could be asked. */
  readonly found: number;
  readonly pythons: readonly Python[];
};

/** For `--json`: what each Python that was asked makes of the account's own packages. */
export type ToldPython = {
  readonly interpreter: string;
  readonly version: string;
  readonly userSite: string;
  readonly isOn: boolean;
  readonly why: UserSiteState;
};

const askMs = 5000;
/** A machine may have hundreds of conda environments; these are those that come first. */
const askLimit = 12;

/** Asks at most twelve of them, five seconds each; one that gives no answer is left out. */
export async function askGroup({ site, program }: UserSite, desk: Desk): Promise<Group> {
  const programs = await findPrograms(program, desk);
  const { place } = await situate(desk.context.directory, desk.workspace.ports);
  const trusted = place.kind === "enter" ? place.environment : undefined;
  const asked = await Promise.all(
    programs.slice(0, askLimit).map((each) => ask(each, { site, trusted, desk })),
  );
  const user = await readLibrary(site, desk.eyes);
  return { user, program, found: programs.length, pythons: distinct(asked) };
}

type Asking = {
  readonly site: Bytes;
  readonly trusted: Trusted<Environment> | undefined;
  readonly desk: Desk;
};

/** Null for one that may not be run, does not work, or keeps its packages elsewhere. */
async function ask(program: Bytes, { site, trusted, desk }: Asking): Promise<Python | null> {
  const { environment, directory } = desk.context;
  const said = await desk.workspace.askPython(
    { interpreter: program, variables: environment, directory, trusted },
    askMs,
  );
  if (said.kind !== "interpreter" && said.kind !== "shim") {
    return null;
  }
  const { interpreter: answer } = said;
  const { searchPath } = answer;
  if (answer.userSite !== site) {
    return null;
  }
  const others = searchPath
    .map((path, place) => ({ path, place }))
    .filter(({ path }) => path !== site && /\/(?:site|dist)-packages$/.test(path));
  return {
    program,
    answer,
    place: placeOf(site, answer),
    others: await Promise.all(
      others.map(async ({ path, place }) => ({
        library: await readLibrary(path, desk.eyes),
        place,
      })),
    ),
  };
}

/** What is remembered of a Python may be from before its account had packages of its own. */
function placeOf(site: Bytes, { searchPath, userSiteIs, prefix, basePrefix }: Interpreter): number {
  const place = searchPath.indexOf(site);
  if (place >= 0 || userSiteIs !== "on") {
    return place;
  }
  const first = searchPath.findIndex(
    (path) =>
      /\/(?:site|dist)-packages$/.test(path) && (prefix === basePrefix || !isWithin(path, prefix)),
  );
  return first < 0 ? searchPath.length : first - 0.5;
}

/** One for each Python, by whatever names it goes. */
function distinct(pythons: readonly (Python | null)[]): readonly Python[] {
  const known = new Map<string, Python>();
  for (const python of pythons) {
    if (python !== null && !known.has(python.answer.prefix)) {
      known.set(python.answer.prefix, python);
    }
  }
  return [...known.values()];
}

/** The part of an answer that programs may count on. */
export function tell({ program, answer }: Python): ToldPython {
  return {
    interpreter: toText(program),
    version: answer.version,
    userSite: toText(answer.userSite),
    isOn: answer.userSiteIs === "on",
    why: answer.userSiteIs,
  };
}
