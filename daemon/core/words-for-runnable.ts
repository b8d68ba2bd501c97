// Why an interpreter was not run.

import { asBytes, type Bytes } from "./bytes.ts";
import { showPath } from "./show-name.ts";
import type { RunnableVerdict } from "./judge-runnable.ts";

type Refused = Extract<RunnableVerdict, { readonly kind: "refused" }>;

const words: Readonly<Record<Refused["because"], string>> = {
  foreign: "belongs to somebody else",
  writable: "can be written by others",
  project: "lies in a project",
  environment: "lies in an environment that is not trusted",
  relative: "is no absolute path",
};

/** A clause about the path that is in the way. */
export function sayNotRun({ path, because }: Pick<Refused, "path" | "because">): Bytes {
  return asBytes(`${showPath(path)} ${words[because]}`);
}
