// Types what the doctor says, as a person would, and calls it again.

import { spawnSync } from "node:child_process";
import fs from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Test } from "tap";
import type { Finding } from "../../../cli/doctor/finding.ts";
import { toText } from "../../../daemon/core/bytes.ts";
import type { Changes, Machine } from "./machine.ts";

const commands = fileURLToPath(new URL("../../../../cli", import.meta.url));

/** A command for any shell; the rest needs a shell that is hooked, or a person. */
const typed =
  /^(?:rm|chmod|echo|mkdir|cd|unset|command -v|pyguard (?:init|trust|forget|use|anyway|daemon start))\b/;

/** Types all that is told, if all of it can be typed here, and asks whether anything is left. */
export async function mend(
  t: Test,
  here: Machine,
  { findings, changes }: { readonly findings: readonly Finding[]; readonly changes: Changes },
): Promise<void> {
  const isTyped = ({ mend: line }: Finding): boolean => typed.test(line) && !/\bexec /.test(line);
  if (findings.length === 0 || !findings.every(isTyped)) {
    return;
  }
  const variables = type(here, changes, findings);
  const kept = Object.keys(changes.environment ?? {}).flatMap((name) => {
    const value = variables.get(name);
    return value === undefined ? [] : [[name, value] as const];
  });
  // The variables that the test is run with are not this machine's.
  const path = changes.environment?.["PATH"];
  const environment = {
    ...Object.fromEntries(kept),
    ...(path === undefined ? {} : { PATH: path }),
  };
  const left = await here.examine({ ...changes, environment });
  stopDaemon(here);
  t.same(
    left.findings.map(({ id, what, where }) => ({ id, what, where })),
    [],
    `${findings.map((finding) => finding.mend).join("; ")} mends it`,
  );
}

/** What was started by typing. */
export function stopDaemon({ place }: Machine): void {
  const file = join(place, "pid");
  if (fs.existsSync(file)) {
    process.kill(Number(fs.readFileSync(file, "utf8")), "SIGTERM");
  }
}

/** Types it; gives the variables that are set then. */
export function type(
  here: Machine,
  changes: Changes,
  findings: readonly Finding[],
): ReadonlyMap<string, string> {
  const after = join(here.path, "after");
  const lines = [...new Set(findings.map((finding) => finding.mend))];
  const { environment, directory } = here.desk(changes).context;
  const own = Object.fromEntries([...environment].map(([name, value]) => [name, toText(value)]));
  const PATH = [commands, own["PATH"], dirname(process.execPath), "/usr/bin:/bin"].join(":");
  const ran = spawnSync("/bin/bash", ["-ec", [...lines, 'env -0 >"$AFTER"'].join("\n")], {
    cwd: toText(directory),
    env: { ...own, PATH, AFTER: after },
    encoding: "utf8",
    // pip asks once more.
    input: "y\n".repeat(lines.length),
  });
  if (ran.status !== 0) {
    throw new Error(`${lines.join("; ")} failed: ${ran.stderr}`);
  }
  const words = fs.readFileSync(after, "utf8").split("\0").slice(0, -1);
  fs.rmSync(after);
  return new Map(
    words.map((word) => {
      const [name = ""] = word.split("=", 1);
      return [name, word.slice(name.length + 1)] as const;
    }),
  );
}
