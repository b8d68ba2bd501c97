// A `.venv` file: the first line names the environment (PEP 832, Draft), relative to the file. Never throws.

import { asBytes, isUtf8, type Bytes } from "./bytes.ts";
import { resolve } from "./path.ts";

export type Redirect =
  /** `target` is absolute and normal; nothing was touched to know it. */
  | { readonly kind: "path"; readonly target: Bytes }
  /** One word: a directory beside the file, or a name that virtualenvwrapper, Pipenv or virtualfish understand. */
  | { readonly kind: "name"; readonly name: Bytes; readonly target: Bytes }
  | { readonly kind: "bad"; readonly reason: "empty" | "encoding" | "control" };

/** Reads the content of `project`/.venv. */
export function parseRedirect(content: Bytes, project: Bytes): Redirect {
  const line = (content.split("\n", 1)[0] ?? "").replace(/\r$/, "");
  if (line === "") {
    return { kind: "bad", reason: "empty" };
  }
  // oxlint-disable-next-line no-control-regex -- control bytes are what is looked for
  if (/[\u0000-\u001f\u007f]/.test(line)) {
    return { kind: "bad", reason: "control" };
  }
  const bytes = asBytes(line);
  if (!isUtf8(bytes)) {
    return { kind: "bad", reason: "encoding" };
  }
  const target = resolve(project, bytes);
  return line.includes("/") || line === "." || line === ".."
    ? { kind: "path", target }
    : { kind: "name", name: bytes, target };
}
