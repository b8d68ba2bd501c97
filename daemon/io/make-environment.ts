// Runs `python -m venv` so that it either makes a whole environment or leaves nothing behind that was not there.

import { readFileSync } from "node:fs";
import { rm, writeFile } from "node:fs/promises";
import { toBuffer, fromText, asBytes, type Bytes } from "../core/bytes.ts";
import { join } from "../core/path.ts";
import { lstat } from "./files.ts";
import type { Maker } from "./find-python.ts";
import type { Place } from "./list-pythons.ts";
import { run } from "./run.ts";

export type Made =
  | { readonly kind: "made" }
  | {
      readonly kind: "failed";
      readonly why: string;
      readonly isInterrupted: boolean;
      /** Something was there before (`--clear`, `--upgrade`), and is as venv left it. */
      readonly isLeft: boolean;
    };

const limitMs = 300_000;

/** `path` does not exist, or the options say that venv may change what is there. */
export async function makeEnvironment(
  path: Bytes,
  maker: Maker,
  { options, ...place }: Place & { readonly options: readonly string[] },
): Promise<Made> {
  const wasThere = (await lstat(path)) !== null;
  // Isolated: a file venv.py in the project is not what is meant. The path is last, so an option cannot hide in it.
  const words = [...["-I", "-m", "venv"].map(asBytes), ...options.map(fromText), path];
  const ran = await run({ ...place, file: maker.file, arguments: words, limitMs });
  if (ran.kind === "ended" && ran.status === 0) {
    await ignoreInGit(path);
    return { kind: "made" };
  }
  if (!wasThere) {
    await rm(toBuffer(path), { recursive: true, force: true });
  }
  const failed = { kind: "failed", isLeft: wasThere } as const;
  return ran.kind === "failed"
    ? { ...failed, why: ran.why, isInterrupted: ran.isInterrupted }
    : { ...failed, why: lastLine(ran.errors, ran.output), isInterrupted: false };
}

/** venv does so itself since Python 3.13. */
async function ignoreInGit(path: Bytes): Promise<void> {
  const file = join(path, ".gitignore");
  if ((await lstat(file)) === null) {
    await writeFile(toBuffer(file), "*\n", { flag: "wx" });
  }
}

function lastLine(...texts: readonly string[]): string {
  const lines = texts.flatMap((text) => text.split("\n").filter((line) => line.trim() !== ""));
  return lines.at(-1) ?? "it gave no reason";
}

/** Debian and its kin take ensurepip out of Python. */
export function isDebian(): boolean {
  try {
    return readFileSync("/etc/debian_version").length > 0;
  } catch {
    return false;
  }
}

/** Whether this person may install Debian's packages without asking anybody. */
export function isRoot(): boolean {
  return process.geteuid?.() === 0;
}
