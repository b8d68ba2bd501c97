// A daemon with answers made up for tests, which can be made to fail or die at any call it makes.

import childProcess from "node:child_process";
import fs from "node:fs";
import { readFile } from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";
import { setTimeout as pause } from "node:timers/promises";
import { asBytes, fromText, toBuffer } from "../../../daemon/core/bytes.ts";
import { join } from "../../../daemon/core/path.ts";
import type { Settings } from "../../../daemon/assemble.ts";
import { keep } from "../../../daemon/io/exchange.ts";

/** What happens at the `nth` call of a function of node:fs, or of `spawn`. */
type Fault = {
  readonly call: string;
  readonly nth: number;
  /** A signal to itself, or the code of an error to throw. */
  readonly is: string;
};

export type StubOptions = {
  readonly directory: string;
  readonly state: string;
  readonly version: string;
  readonly packageFile: string;
  readonly isForced: boolean;
  readonly idleMinutes: number;
  /** How long each answer takes. */
  readonly delayMs: number;
  readonly faults: readonly Fault[];
};

const options = parseOptions(process.argv[2]);
process.umask(0o077);
options.faults.forEach(inject);
syncBuiltinESMExports();
// Only now: what was changed above is what these modules will see.
const { runDaemon } = await import("../../../daemon/run.ts");
const run = await runDaemon(settings());
if (run.kind === "serving") {
  process.on("SIGTERM", () => run.stop("asked by a signal"));
  process.stdout.write("serving\n");
  await run.ended;
} else {
  process.stdout.write(`${run.kind}: ${run.reason}\n`);
}
process.exit(run.kind === "failed" ? 1 : 0);

function parseOptions(text: string | undefined): StubOptions {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- our own words, a process away
  return JSON.parse(text ?? "{}") as StubOptions;
}

function settings(): Settings {
  return {
    ...options,
    startedBy: "a test",
    isDebug: false,
    loadService: ({ witness }) =>
      Promise.resolve({
        answer: async (question) => {
          await pause(options.delayMs);
          if (question.directory === "/throw") {
            throw new Error("thrown on purpose");
          }
          if (question.directory === "/in") {
            const environment = asBytes("/in/.venv");
            return { ...keep(question), state: "in", environment, root: question.directory };
          }
          return { ...keep(question), witness: witness(), name: asBytes(options.version) };
        },
        // What a place is like stands in a file there.
        digest: (directory) =>
          readFile(toBuffer(join(directory, "digest")), "utf8").catch(() => "none"),
        hasOtherRights: () => false,
        restsOn: () => Promise.resolve([]),
        segment: (directory) =>
          Promise.resolve({ text: asBytes("||stub"), directories: [directory] }),
        idleMinutes: () => Promise.resolve(options.idleMinutes),
        stateDirectory: fromText(options.state),
        rules: [],
      }),
  };
}

function inject({ call, nth, is }: Fault): void {
  const owner: object = call === "spawn" ? childProcess : fs;
  const original: unknown = Reflect.get(owner, call);
  let calls = 0;
  Reflect.set(owner, call, (...given: readonly unknown[]): unknown => {
    calls += 1;
    if (calls === nth) {
      if (is.startsWith("SIG")) {
        process.kill(process.pid, is);
      } else {
        throw Object.assign(new Error(`${is}: made up, ${call}`), { code: is });
      }
    }
    return typeof original === "function" ? Reflect.apply(original, owner, given) : undefined;
  });
}
