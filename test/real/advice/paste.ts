// Types a command that is refused, pastes the first line that the refusal shows, and sees what came of it.

import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pass } from "node:timers/promises";
import { fileURLToPath } from "node:url";
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
  /** What somebody else does before the line is pasted. */
  readonly meanwhile?: (scene: Scene) => void;
  /** It runs all the same, in vain, and the advice stands in the one line there is; then the same again. */
  readonly isLetGo?: true;
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
  const told = await type(scene, row.types);
  const line = row.isLetGo === true ? inOneLine(scene, told) : inRefusal(scene, told);
  t.match(line, row.line, "the line to paste");
  row.meanwhile?.(scene);
  const output = await type(scene, line);
  if (row.isLetGo === true) {
    await type(scene, row.types);
  }
  await entered(scene, row, output);
}

function inRefusal({ t }: Scene, told: string): string {
  t.match(told, /^pyguard: nothing was installed\./m, "it is refused");
  return /^ {6}(\S.*)$/m.exec(told)?.[1] ?? "";
}

function inOneLine({ t }: Scene, told: string): string {
  t.match(told, /^pyguard: this environment has no pip yet\./m, "it is told");
  return /Give it one: (.*)$/m.exec(told)?.[1] ?? "";
}

const where = fileURLToPath(new URL("../../../../test/real/advice/where.py", import.meta.url));

/** At the next prompt; a busy daemon misses some. */
async function entered(scene: Scene, row: Row, output: string): Promise<void> {
  const environment = row.lands(scene);
  const variable = row.variable ?? "VIRTUAL_ENV";
  const asked = `python ${scene.dialect.quote(where)} ${variable} ${row.package}`;
  const expected = `${environment} ${environment}\n`;
  let seen = "";
  for (let count = 0; count < looks && seen !== expected; count += 1) {
    await pass(count === 0 ? 0 : 200);
    seen = await type(scene, asked);
  }
  scene.t.equal(seen, expected, `${row.package} is in the environment that is entered`, { output });
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

/** What matches this line alone. */
export function exactly(line: string): RegExp {
  return new RegExp(`^${line.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)}$`);
}
