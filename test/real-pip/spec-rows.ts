// The project's table of decisions made real: each row at a Python of its kind, or why that is not possible here.

import { isKind } from "../../daemon/core/pip/kind.ts";
import { readRows, type Row as Decided } from "../daemon/core/pip/decisions.ts";
import { phraseOf, type Row } from "./row.ts";
import { exceptions, type Places } from "./spec-exceptions.ts";

const pythons: Readonly<Record<string, string>> = {
  venv: "venv",
  "venv-system-site": "seeing",
  "tool-venv": "tool",
  "conda-env": "conda-sci",
  "conda-base": "conda-base",
  "conda-frozen": "conda-frozen",
  "spack-store": "spack",
  "spack-view": "spack-view",
  "nix-env": "nix-env",
  "guix-store": "guix",
  "uv-managed-em": "uv",
  "homebrew-em": "homebrew",
  "distro-em": "marked",
  "pyenv-global": "pyenv-shims",
  "trusted-prefix": "piped",
  unknown: "wrapped",
  "hosted-notebook": "global",
  global: "global",
};

/** Kinds of which nothing can be had here. */
const reasons: Readonly<Record<string, string>> = {
  "windows-global": "a Windows program does not run here",
  "windows-embed": "a Windows program does not run here",
  "pypy-global": "there is no PyPy to copy",
};

/** All that can be made. */
export function specRows(places: Places): readonly Row[] {
  const all = exceptions(places);
  return readRows()
    .filter((decided) => reasons[decided.target_kind] === undefined)
    .map((decided) => makeRow(decided, all[decided.id] ?? {}, places));
}

/** The others, and why. */
export function unmade(): readonly { readonly id: string; readonly why: string }[] {
  return readRows().flatMap(({ id, target_kind: kind }) => {
    const why = reasons[kind];
    return why === undefined ? [] : [{ id, why }];
  });
}

function makeRow(decided: Decided, exception: Partial<Row>, places: Places): Row {
  const { argv, env, id, rule, target_kind: kind } = decided;
  const python = exception.python ?? pythons[kind] ?? "";
  const isThere = places.yard.has(python);
  const variables = Object.entries(env).map(([name, value]) => [name, translate(value, places)]);
  return {
    name: `${id} ${argv.join(" ")}`,
    python,
    line: argv.map((word) => translate(word, places)).join(" "),
    variables: Object.fromEntries(variables),
    expect: expectationOf(decided),
    ...(isThere && landsInside(decided) ? { lands: places.yard.site(python) } : {}),
    ...(rule.startsWith("K") &&
    rule !== "K2-user-site" &&
    decided.expect === "refuse" &&
    isKind(kind)
      ? { says: phraseOf(kind) }
      : {}),
    ...(/^(K1[01]|C1|E1)-/.test(rule) ? { needs: ["uncontained"] } : {}),
    ...exception,
  };
}

/** The table's paths, in this place. */
function translate(word: string, { yard, project }: Places): string {
  return word === "/usr/local/lib/python3.12/site-packages"
    ? yard.site("global")
    : word
        .replace(/^(--prefix=)?\/(tmp|spack\/opt)\//, `$1${yard.out}/`)
        .replace(/^\/p\/\.venv/, `${project}/.venv`)
        .replace(/^\/other$/, yard.prefix("other"));
}

function expectationOf({ expect, id }: Decided): Row["expect"] {
  switch (expect) {
    case "allow":
    case "advise":
    case "refuse":
    case "route":
      return expect;
    default:
      throw new Error(`${id} expects ${expect}`);
  }
}

/** What is let in arrives in the Python itself. */
function landsInside({ argv, expect, rule }: Decided): boolean {
  const isLetIn = /^(K3|K4|K5|U1|G[1-6]|O\d|C1)-/.test(rule) && expect !== "refuse";
  return isLetIn && argv.includes("install") && argv.includes("requests");
}
