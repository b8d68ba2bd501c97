// Rows for every kind of Python that can be had: what its pip may do, and where that ends up.

import { join } from "node:path";
import { phraseOf, type Row } from "./row.ts";
import type { Places } from "./spec-exceptions.ts";

type More = Partial<Row>;

const install = "pip install requests";
const inUserSite = "pip install --user requests";
const uncontained: More = { needs: ["uncontained"] };

export function allowed(python: string, lands: string | undefined, more: More = {}): Row {
  return { name: nameOf(python, more), python, line: install, expect: "allow", lands, ...more };
}

export function refused(python: string, more: More = {}): Row {
  return { name: nameOf(python, more), python, line: install, expect: "refuse", ...more };
}

function nameOf(python: string, { line = install, variables = {} }: More): string {
  return [python, ...Object.entries(variables).map((pair) => pair.join("=")), line].join(" ");
}

export function kindRows(places: Places): readonly Row[] {
  return [
    ...environments(places),
    ...oddEnvironments(places),
    ...condas(places),
    ...stores(places),
    ...managers(places),
  ];
}

function environments({ yard }: Places): readonly Row[] {
  const own = (name: string, more: More = {}): Row => allowed(name, yard.site(name), more);
  return [
    ...["whole", "seeing", "copies", "nested", "virtualenv"].map((name) => own(name)),
    own("legacy", { needs: ["upstream"] }),
    own("whole", { line: "python3 -m pip install requests" }),
    own("venv", { line: `pip install --prefix ${yard.prefix("venv")} requests` }),
    allowed("whole", undefined, { line: "pip uninstall -y requests", leaves: yard.site("whole") }),
    allowed("virtualenv", undefined, { line: inUserSite, status: 1 }),
    refused("seeing", { line: inUserSite }),
    refused("seeing", { variables: { PIP_USER: "1" } }),
    refused("legacy", { line: inUserSite }),
    refused("seeing", { line: `pip install --prefix ${yard.prefix("global")} requests` }),
    refused("venv", { line: `pip install --prefix ${yard.prefix("global")} requests` }),
    ...["tool", "uv-tool"].map((name) => own(name, { expect: "advise" })),
  ];
}

/** Copied, moved, without a pip, without its file, where nothing can be written. */
function oddEnvironments({ yard, home }: Places): readonly Row[] {
  const behind = `${yard.bin("bare")}:${yard.bin("marked")}:/usr/bin:/bin`;
  const user = join(home, ".local/lib", yard.base.library, "site-packages");
  const world: More = { needs: ["world"] };
  return [
    refused("bare", {
      variables: { VIRTUAL_ENV: yard.prefix("bare"), PATH: behind },
      says: "has no pip; this one belongs to",
    }),
    allowed("copied", yard.site("venv"), {
      variables: { VIRTUAL_ENV: yard.prefix("copied") },
      expect: "advise",
    }),
    allowed("linked", yard.site("venv"), { variables: { VIRTUAL_ENV: yard.prefix("linked") } }),
    allowed("moved", undefined, { status: 127 }),
    allowed("moved", yard.site("moved"), { line: "python3 -m pip install requests" }),
    refused("lost", { ...uncontained, says: "is no whole environment" }),
    refused("lost", { ...uncontained, line: "python3 -m pip install requests" }),
    refused("fixed/seeing", { ...world, variables: { PYTHONNOUSERSITE: "0" } }),
    allowed("fixed/seeing", undefined, {
      ...world,
      variables: { PYTHONNOUSERSITE: "1" },
      status: 1,
    }),
    // What the refusal above is for.
    allowed("fixed/seeing", user, {
      ...world,
      line: "command pip install requests",
      variables: { PYTHONNOUSERSITE: "0" },
    }),
  ];
}

function condas({ yard }: Places): readonly Row[] {
  const own = (name: string): Row => allowed(name, yard.site(name));
  const base: More = { says: phraseOf("conda-base") };
  return [
    ...["conda-sci", "conda-hidden", "pixi"].map(own),
    ...["conda-sci", "conda-hidden", "pixi"].map((name) => refused(name, { line: inUserSite })),
    refused("conda-base", base),
    refused("conda-base", {
      ...base,
      line: "pip uninstall -y requests",
      leaves: yard.site("conda-base"),
    }),
    refused("conda-base", { ...base, variables: { CONDA_PREFIX: yard.prefix("conda-sci") } }),
    allowed("conda-base", yard.site("conda-sci"), {
      line: `pip install --prefix ${yard.prefix("conda-sci")} requests`,
    }),
    refused("conda-frozen", { says: phraseOf("conda-frozen") }),
    refused("conda-marked", { says: phraseOf("conda-em") }),
  ];
}

function stores({ yard }: Places): readonly Row[] {
  const { out, base } = yard;
  const stored = [
    ["spack", "spack-store"],
    ["spack-view", "spack-view"],
    ["spack-view-elsewhere", "spack-view"],
    ["nix", "nix-store"],
    ["nix-env", "nix-env"],
    ["guix", "guix-store"],
  ] as const;
  return [
    ...stored.map(([name, kind]) => refused(name, { says: phraseOf(kind) })),
    ...stored.map(([name]) => refused(name, { line: inUserSite })),
    refused("spack-view", { line: `pip install --root / requests` }),
    allowed("spack-view", join(out, "view", base.site), {
      line: `pip install --prefix ${out}/view requests`,
      needs: ["upstream"],
    }),
    allowed("nix", join(out, "nix"), { line: `pip install --target ${out}/nix requests` }),
    allowed("guix", join(out, "guix", yard.prefix("guix"), base.site), {
      line: `pip install --root ${out}/guix requests`,
    }),
  ];
}

function managers({ yard }: Places): readonly Row[] {
  const { out, root } = yard;
  const pyenv = { PYENV_ROOT: join(root, "pyenv") };
  const asdf = { ASDF_DATA_DIR: join(root, "asdf"), ASDF_PYTHON_VERSION: "3.11.7" };
  const mise = { MISE_DATA_DIR: join(root, "mise"), MISE_PYTHON_VERSION: "3.11.7" };
  const line = `pip install --target ${out}/shim requests`;
  return [
    refused("pyenv", { ...uncontained, variables: pyenv, says: phraseOf("pyenv-global") }),
    refused("pyenv-shims", { ...uncontained, variables: pyenv, says: phraseOf("pyenv-global") }),
    refused("pyenv-shims", { ...uncontained, line: "python3 -m pip install requests" }),
    allowed("pyenv-shims", join(out, "shim"), { line, variables: pyenv }),
    refused("asdf-shims", { ...uncontained, variables: asdf, says: phraseOf("asdf") }),
    refused("mise-shims", { ...uncontained, variables: mise, says: phraseOf("mise") }),
    allowed("mise-shims", join(out, "shim"), { line, variables: mise }),
    refused("uv", { says: phraseOf("uv-managed-em") }),
    refused("homebrew", { says: phraseOf("homebrew-em") }),
  ];
}

/** One of each decision, and a name that is seldom met. */
export function fewRows({ yard }: Places): readonly Row[] {
  const { out } = yard;
  return [
    refused("marked"),
    refused("marked", { line: "pip install --root= requests" }),
    refused("marked", { variables: { PIP_PREFIX: yard.prefix("marked") } }),
    allowed("marked", join(out, "few"), { line: `pip install --target ${out}/few requests` }),
    refused("global", uncontained),
    refused("global", { ...uncontained, line: "pip-3.9 install requests" }),
    allowed("venv", yard.site("venv")),
    refused("seeing", { line: inUserSite }),
    allowed("tool", yard.site("tool"), { expect: "advise" }),
    refused("conda-base", { says: phraseOf("conda-base") }),
    refused("spack-view", { says: phraseOf("spack-view") }),
  ];
}
