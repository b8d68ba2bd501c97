// What a prompt says of a place: which environment, and what is wrong with it.

import { asBytes, type Bytes } from "./bytes.ts";
import type { Environment } from "./environment.ts";

export type Segment = { readonly name: Bytes; readonly version: Bytes; readonly marks: Bytes };

const nothing = asBytes("");

/** An environment that is not entered is named only where a mark says why: else a prompt would claim that it is. */
export function describeSegment(
  environment: Environment | null,
  marks: Bytes,
  { isEntered }: { readonly isEntered: boolean },
): Segment {
  const isShown = isEntered || /[ub]/.test(marks);
  return environment === null || !isShown
    ? { name: nothing, version: nothing, marks }
    : { name: environment.name, version: environment.version, marks };
}

/** One line, in the form of PYGUARD_SEGMENT. */
export function renderSegment({ name, version, marks }: Segment): Bytes {
  return asBytes(`${version}|${marks}|${name}`);
}
