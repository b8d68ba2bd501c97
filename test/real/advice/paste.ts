// Types a command that is refused, pastes the first line that the refusal shows, and sees what came of it.

import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pass } from "node:timers/promises";
import { has } from "../../real-pip/prefix.ts";
import type { Scene } from "./scene.ts";

export type Row = {
  readonly name: string;
  /** What is installed. */
  readonly package: string;
  /** Changes to its directory and does what else comes before. */
  readonly go: (scene: Scene) => Promise<unknown>;
  readonly types: string;
  /** What the line to paste is like. */
  readonly line: RegExp;
  /** The environment that has the package afterwards, and is entered. */
  readonly lands: (scene: Scene) => string;
  /** The variable that tells so. */
  readonly variable?: "CONDA_PREFIX";
};

/** Making an environment with a pip in it takes seconds, on a busy machine a minute. */
const patience = { timeoutMs: 240_000 };
const looks = 20;

export async function paste(scene: Scene, row: Row): Promise<void> {
  const { t } = scene;
  await row.go(scene);
  const refused = await type(scene, row.types);
  t.match(refused, /^pyguard: nothing was installed\./m, "it is refused");
  const line = /^ {6}(\S.*)$/m.exec(refused)?.[1] ?? "";
  t.match(line, row.line, "the line to paste");
  const output = await type(scene, line);
  const environment = row.lands(scene);
  const isThere = existsSync(join(environment, "bin/python3")) && has(environment, row.package);
  t.ok(isThere, `${row.package} is in ${environment}`, { line, output });
  await entered(scene, `${row.variable ?? "VIRTUAL_ENV"}=${environment}`);
}

/** At the next prompt; a busy daemon misses some. */
async function entered(scene: Scene, assignment: string): Promise<void> {
  let shown = "";
  for (let count = 0; count < looks; count += 1) {
    shown = await type(scene, "/usr/bin/env");
    if (shown.split("\n").includes(assignment)) {
      break;
    }
    await pass(200);
  }
  scene.t.ok(shown.split("\n").includes(assignment), `entered: ${assignment}`, { shown });
}

/** Types a line and gives what it wrote. */
export async function type({ terminal }: Scene, line: string): Promise<string> {
  return (await terminal.run(line, patience)).output;
}

/** Makes a directory and changes to it. */
export async function goes(scene: Scene, directory: string): Promise<void> {
  mkdirSync(directory, { recursive: true });
  await type(scene, scene.dialect.cd(directory));
}

/** The environment of a place below the scene's path. */
export function inPlace(name: string): Row["lands"] {
  return ({ path }) => join(path, name, ".venv");
}
