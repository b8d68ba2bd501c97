// A `.venv` file: the first line names the environment (PEP 832, Draft), relative to the file. Never throws.

import { asBytes, toBuffer, type Bytes } from "./bytes.ts";

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

/** `path` seen from `directory`, `.` and `..` taken away by spelling alone. */
export function resolve(directory: Bytes, path: Bytes): Bytes {
  const kept: string[] = [];
  for (const part of (path.startsWith("/") ? path : `${directory}/${path}`).split("/")) {
    if (part === "..") {
      kept.pop();
    } else if (part !== "" && part !== ".") {
      kept.push(part);
    }
  }
  return asBytes(`/${kept.join("/")}`);
}

function isUtf8(bytes: Bytes): boolean {
  const buffer = toBuffer(bytes);
  return Buffer.from(buffer.toString("utf8"), "utf8").equals(buffer);
}
