// Which Python somebody asks for: in `.python-version`, behind `--python`, by the names that pyenv and uv know.

import type { Release } from "./requires-python.ts";

export type PythonRequest = {
  /** `pypy`, or `cpython` where none is named. */
  readonly implementation: string;
  /** One to three numbers. */
  readonly release: Release;
};

/** `exact` in all that was asked for; `near` in the language's version, not in the last number. */
export type Fit = "exact" | "near" | "no";

/** Of a text such as `3.12`, `cpython-3.12.1`, `pypy3.10-7.3.13`; null for a name that only its manager knows. */
export function parsePythonRequest(text: string): PythonRequest | null {
  const match = /^(?:(cpython|python|pypy)[-@]?)?(\d{1,3}(?:\.\d{1,3}){0,2})(?:-[\w.+-]*)?$/.exec(
    text.trim(),
  );
  if (match === null) {
    return null;
  }
  const [, name = "", release = ""] = match;
  return {
    implementation: name === "pypy" ? "pypy" : "cpython",
    release: release.split(".").map(Number),
  };
}

/** The first that the file names, comments passed over; null where it names none. */
export function parsePythonVersionFile(content: string): PythonRequest | null {
  const lines = content.split("\n").map((line) => line.replace(/#.*$/, "").trim());
  return parsePythonRequest(lines.find((line) => line !== "") ?? "");
}

export type Offered = {
  readonly implementation: string;
  readonly release: Release;
};

/** Numbers that were not asked for do not matter. */
export function fit(request: PythonRequest, offered: Offered): Fit {
  if (request.implementation !== offered.implementation) {
    return "no";
  }
  const isSame = (count: number): boolean =>
    request.release.slice(0, count).every((part, index) => part === offered.release[index]);
  if (isSame(3)) {
    return "exact";
  }
  return isSame(2) && request.release.length === 3 ? "near" : "no";
}

/** `3.12` or `pypy3.10`, as it can be asked for again. */
export function showRequest({ implementation, release }: PythonRequest): string {
  return `${implementation === "cpython" ? "" : implementation}${release.join(".")}`;
}
