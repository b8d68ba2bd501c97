// The same test in every shell that is here; a shell that is not is named with what is left out.

import t, { type Test } from "tap";
import { findShells, type Shell } from "./shells.ts";

const fileTimeoutMs = 280_000;

export type Share = {
  readonly title: string;
  /** How many scenarios a missing shell leaves out. */
  readonly count: number;
};

export function eachShell(
  { title, count }: Share,
  act: (t: Test, shell: Shell) => Promise<void>,
): void {
  t.setTimeout(fileTimeoutMs);
  const { here, missing } = findShells();
  for (const { title: shell, required } of missing) {
    const line = `${title}: ${shell}: not found, ${count} scenarios left out`;
    t.test(line, { skip: required ? false : line }, async (t) => {
      t.fail(line);
    });
  }
  for (const shell of here) {
    t.test(`${title}: ${shell.title}`, { timeout: fileTimeoutMs }, (t) => act(t, shell));
  }
}
