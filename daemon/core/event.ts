// What `pyguard watch` and editors hear of: one message for each thing that happened, schema 1.

import { toText, type Bytes } from "./bytes.ts";

/** Who did it and where; never a command line, never a variable. */
export type Place = {
  readonly shell: string;
  readonly pid: number;
  readonly directory: Bytes;
};

export type Event =
  | ({ readonly type: "entered"; readonly environment: Bytes } & Place)
  | ({ readonly type: "left"; readonly environment: Bytes } & Place)
  | ({ readonly type: "refused" } & Place)
  | { readonly type: "trust"; readonly directory: Bytes; readonly isTrusted: boolean }
  | { readonly type: "broken"; readonly directory: Bytes }
  | { readonly type: "probed"; readonly interpreter: Bytes; readonly version: Bytes };

/** One line of JSON, `at` in ISO 8601. docs/events.md is its description. */
export function renderEvent(event: Event, at: string): string {
  return JSON.stringify({ schema: 1, at, ...readable(event) });
}

function readable(event: Event): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(event).map(([name, value]) => [
      name,
      isBytes(name, value) ? toText(value) : value,
    ]),
  );
}

const pathNames: ReadonlySet<string> = new Set([
  "directory",
  "environment",
  "interpreter",
  "version",
]);

function isBytes(name: string, value: unknown): value is Bytes {
  return typeof value === "string" && pathNames.has(name);
}
