// A machine that is well, with a project in it whose environment is trusted; and what can happen to it.

import fs from "node:fs";
import { join } from "node:path";
import type { Test } from "tap";
import { makeProject } from "../../daemon/service/house.ts";
import { writePython } from "../fake-python.ts";
import { makeMachine, type Changes, type Machine } from "./machine.ts";

export type Here = Machine & {
  /** Where the doctor is called. */
  readonly project: string;
  readonly venv: string;
};

/** With which an environment is made anew. */
const pythons = [
  ["python3", "3.12.1"],
  ["python3.11", "3.11.9"],
  ["python3.13", "3.13.0"],
] as const;

export async function makeHere(t: Test): Promise<Here> {
  const machine = makeMachine(t);
  const project = makeProject(join(machine.home, "shop"));
  const venv = join(project, ".venv");
  activate(venv, `VIRTUAL_ENV="${venv}"`);
  await machine.trust(project);
  for (const [name, version] of pythons) {
    writePython(join(machine.bin, name), machine.path, { version });
  }
  const examine: Machine["examine"] = (changes) =>
    machine.examine({ directory: project, ...changes });
  return { ...machine, examine, project, venv };
}

export function point(venv: string, python: string): void {
  fs.rmSync(join(venv, "bin/python"));
  fs.symlinkSync(python, join(venv, "bin/python"));
}

export function activate(venv: string, line: string): void {
  fs.writeFileSync(join(venv, "bin/activate"), `# venv\n${line}\nexport VIRTUAL_ENV\n`);
}

/** What a Python of that version looks like from outside; nobody runs it. */
export function makePython(prefix: string, version: string): string {
  const program = join(prefix, `bin/python${version}`);
  fs.mkdirSync(join(prefix, `lib/python${version}`), { recursive: true });
  fs.writeFileSync(join(prefix, `lib/python${version}/os.py`), "");
  fs.mkdirSync(join(prefix, "bin"), { recursive: true });
  fs.writeFileSync(program, "", { mode: 0o755 });
  return program;
}

export function record(home: string): string {
  const directory = join(home, ".local/state/pyguard/trust");
  return join(directory, fs.readdirSync(directory)[0] ?? "");
}

export function active(venv: string, path: string): Changes {
  const marker = `${venv}:${join(venv, "..")}`;
  return { environment: { VIRTUAL_ENV: venv, PYGUARD_ACTIVE: marker, PATH: path } };
}
