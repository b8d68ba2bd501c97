// What can be wrong with a process's outputs, and who is told.

import { failed } from "./exit-status.ts";
import { sayReason } from "./say-error.ts";

/** From now on an output that nobody reads, or that is full, ends in order. */
export function guardOutputs(complain: (line: string) => void): void {
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    // `pyguard explain … | head`: whoever reads no more is not an error.
    if (error.code === "EPIPE") {
      process.exit(process.exitCode ?? 0);
    }
    complain(`the output cannot be written: ${sayReason(error)}`);
    process.exit(failed);
  });
  // Nobody can be told; what is still to be said is the exit status.
  process.stderr.on("error", () => {});
}
