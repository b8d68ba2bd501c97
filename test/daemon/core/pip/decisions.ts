// The project's table of decisions, for the tests that go over it.

import { readFileSync } from "node:fs";
import { join } from "node:path";

export type Row = {
  readonly id: string;
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly target_kind: string;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly expect: string;
  readonly exit: number | null;
  readonly rule: string;
};

/** All rows. */
export function readRows(): readonly Row[] {
  const name = "../../../../../test/daemon/core/pip/fixtures/pip-decisions.json";
  const rows: unknown = JSON.parse(readFileSync(join(import.meta.dirname, name), "utf8"));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the project's own table
  return rows as readonly Row[];
}
