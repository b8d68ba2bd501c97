// One environment that is entered: whether it stands where it was made, on the Python it was made with, and whether
// that is one the project accepts.

import { asBytes, toText, type Bytes } from "../../daemon/core/bytes.ts";
import type { Environment, Trusted } from "../../daemon/core/environment.ts";
import { basename, join, parent } from "../../daemon/core/path.ts";
import { fit, showRequest } from "../../daemon/core/python-request.ts";
import { accepts } from "../../daemon/core/requires-python.ts";
import { showPath } from "../../daemon/core/show-name.ts";
import { interpreterIn } from "../../daemon/core/script-python.ts";
import type { Eyes } from "../../daemon/io/pip/eyes.ts";
import { readProject, type Project } from "../../daemon/io/read-project.ts";
import type { Desk } from "./desk.ts";
import type { Finding } from "./finding.ts";

/** `mend` is the command for whatever is found. */
export async function inspectEnvironment(
  environment: Trusted<Environment>,
  mend: string,
  desk: Desk,
): Promise<readonly Finding[]> {
  const { path, project, version } = environment;
  const rest = { where: toText(showPath(path)), mend };
  const baked = await findBaked(path, desk.eyes);
  if (baked !== null) {
    const what = `it was moved or copied: its own files still name ${toText(showPath(baked))}, and so its pip and its scripts do not work here`;
    return [{ id: "environment-moved", what, ...rest }];
  }
  const now = await findVersion(environment, desk);
  const made = /^\d+\.\d+/.exec(version)?.[0] ?? now;
  if (now !== null && made !== now) {
    const what = `it was made with Python ${made} and its Python is ${now} now, which does not see its packages`;
    return [{ id: "environment-upgraded", what, ...rest }];
  }
  const { homes } = desk.workspace.ports.account;
  const what = judgeFitness(version, await readProject(project, homes));
  return what === null ? [] : [{ id: "environment-unfit", what, ...rest }];
}

const askMs = 5000;

/** `3.12`: what the program is called, else what it says; null where it says nothing. */
async function findVersion(environment: Trusted<Environment>, desk: Desk): Promise<string | null> {
  const interpreter = join(environment.path, "bin/python");
  const real = (await desk.eyes.resolve(interpreter)) ?? interpreter;
  const named = /^(?:python|pypy)(\d+\.\d+)t?$/.exec(basename(real))?.[1];
  // Many environments may share one program, and to start it takes longer than all the rest.
  const known = named ?? desk.versions.get(real);
  if (known !== undefined) {
    return known;
  }
  const said = await askVersion(interpreter, environment, desk);
  if (said !== null) {
    desk.versions.set(real, said);
  }
  return said;
}

async function askVersion(
  interpreter: Bytes,
  trusted: Trusted<Environment>,
  { context, workspace }: Desk,
): Promise<string | null> {
  const { environment: variables, directory } = context;
  const said = await workspace.askPython({ interpreter, variables, directory, trusted }, askMs);
  return said.kind === "interpreter"
    ? (/^\d+\.\d+/.exec(said.interpreter.version)?.[0] ?? null)
    : null;
}

/** Another place that its activation script or its pip was written for; null where both are of this one. */
export async function findBaked(environment: Bytes, eyes: Eyes): Promise<Bytes | null> {
  const [script, pip] = await Promise.all(
    ["bin/activate", "bin/pip"].map((name) => eyes.readSmall(join(environment, name))),
  );
  const python = pip === null || pip === undefined ? null : interpreterIn(pip);
  const places = [
    ...(script === null || script === undefined ? [] : bakedIn(script)),
    ...(python === null ? [] : [parent(parent(python))]),
  ];
  for (const place of places) {
    const real = place === environment ? place : await eyes.resolve(place);
    if (real !== environment) {
      return place;
    }
  }
  return null;
}

/** Literal paths only: a relocatable script finds out by itself. */
function bakedIn(script: Bytes): readonly Bytes[] {
  const assignments =
    /^[ \t]*(?:export )?VIRTUAL_ENV=(?:"(\/[^"$`]*)"|'(\/[^']*)'|(\/[^\s"'$`;]*))[ \t]*$/gm;
  return [...script.matchAll(assignments)].map(([, double, single, bare]) =>
    asBytes(double ?? single ?? bare ?? ""),
  );
}

/** What the project wants instead; null where it fits, or nothing can be told. */
function judgeFitness(version: Bytes, { requires, preferred }: Project): string | null {
  if (version === "") {
    return null;
  }
  const release = version.split(".").map(Number);
  if (requires !== "" && accepts(requires, release) === false) {
    return `its Python is ${version}, and pyproject.toml wants ${toText(showPath(asBytes(requires)))}`;
  }
  return preferred !== null && fit(preferred, { ...preferred, release }) === "no"
    ? `its Python is ${version}, and .python-version says ${showRequest(preferred)}`
    : null;
}
