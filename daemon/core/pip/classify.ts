// Which kind of Python a directory holds, by what lies in it. The order matters: the first that fits is it.

import type { Bytes } from "../bytes.ts";
import { isWithin } from "../path.ts";
import type { Kind, Tool } from "./kind.ts";

export type PrefixFacts = {
  /** The directory above the interpreter's own, nothing resolved. */
  readonly prefix: Bytes;
  readonly interpreter: Bytes;
  readonly realInterpreter: Bytes;
  /** Only what lies around it is known of the interpreter. */
  readonly isWrapped: boolean;
  /** As in "3.12"; null where no file tells. */
  readonly version: string | null;
  readonly cfg: { readonly hasHome: boolean; readonly systemSitePackages: boolean } | null;
  /** `pyvenv.cfg` or a program of Python's leads into a package of Spack's, as only a view's does. */
  readonly leadsIntoSpack: boolean;
  readonly hasSpackDirectory: boolean;
  readonly hasSpackSpec: boolean;
  /** Who made it for an application, by the record in it; null where there is none. */
  readonly tool: Tool | null;
  readonly hasOrigPrefix: boolean;
  readonly conda: CondaFacts | null;
  readonly marker: { readonly isUv: boolean } | null;
  readonly isEmbedded: boolean;
  readonly isPypy: boolean;
  readonly roots: Roots;
};

export type CondaFacts = {
  readonly isFrozen: boolean;
  readonly isPixi: boolean;
  readonly hasHistory: boolean;
  readonly hasConda: boolean;
  /** conda's own installation: `condabin/`, or `pkgs/` and `envs/`, and not an environment of another one. */
  readonly isRoot: boolean;
};

/** Where this account's managers keep their Pythons, by their variables. */
export type Roots = {
  readonly pyenv: Bytes;
  readonly asdf: Bytes;
  readonly mise: Bytes;
};

export type Classified = { readonly kind: Kind; readonly evidence: string };

type Rule = (facts: PrefixFacts) => Classified | null;

/** The kind, and the file or path that says so. */
export function classify(facts: PrefixFacts): Classified {
  for (const rule of rules) {
    const found = rule(facts);
    if (found !== null) {
      return found;
    }
  }
  return facts.isWrapped
    ? { kind: "unknown", evidence: "a script stands where the interpreter should be" }
    : rest(facts);
}

// spec order: views before environments, since Spack writes a pyvenv.cfg into every view.
const rules: readonly Rule[] = [
  spackView,
  toolEnvironment,
  environment,
  conda,
  store,
  spackStore,
  marked,
  embedded,
  managed,
  elsewhere,
];

function spackView({ prefix, cfg, ...facts }: PrefixFacts): Classified | null {
  const isView = facts.hasSpackDirectory || prefix.includes("/.spack-env/") || facts.leadsIntoSpack;
  return cfg !== null && isView && !facts.hasSpackSpec
    ? {
        kind: "spack-view",
        evidence: `${prefix}/pyvenv.cfg, and Spack's packages linked beside it`,
      }
    : null;
}

function toolEnvironment({ prefix, cfg, tool }: PrefixFacts): Classified | null {
  return cfg !== null && tool !== null
    ? { kind: "tool-venv", evidence: `${prefix}: a record of ${tool === "uv" ? "uv tool" : tool}` }
    : null;
}

function environment(facts: PrefixFacts): Classified | null {
  const { prefix, cfg } = facts;
  if (cfg === null) {
    return facts.hasOrigPrefix
      ? { kind: "virtualenv-legacy", evidence: `orig-prefix.txt in ${prefix}` }
      : null;
  }
  if (!cfg.hasHome && !countsWithoutHome(facts)) {
    return null;
  }
  const evidence = `${prefix}/pyvenv.cfg`;
  return cfg.systemSitePackages
    ? { kind: "venv-system-site", evidence: `${evidence}, which lets in the packages of its base` }
    : { kind: "venv", evidence };
}

/** Up to 3.13 site.py took any pyvenv.cfg for an environment's; conda users write one without `home` to hide ~/.local. */
function countsWithoutHome(facts: PrefixFacts): boolean {
  const minor = Number(/^3\.(\d+)/.exec(facts.version ?? "")?.[1] ?? "99");
  return facts.conda === null && !isWithin(facts.realInterpreter, facts.prefix) && minor <= 13;
}

function conda({ prefix, conda: facts, marker }: PrefixFacts): Classified | null {
  if (facts === null) {
    return null;
  }
  if (facts.isFrozen) {
    return { kind: "conda-frozen", evidence: `${prefix}/conda-meta/frozen` };
  }
  if (facts.isPixi) {
    return { kind: "pixi-env", evidence: `${prefix}/conda-meta/pixi` };
  }
  if (marker !== null) {
    return { kind: "conda-em", evidence: `${prefix}/conda-meta, and EXTERNALLY-MANAGED` };
  }
  if (facts.isRoot || facts.hasConda) {
    return { kind: "conda-base", evidence: `${prefix} is conda's own installation` };
  }
  return facts.hasHistory ? { kind: "conda-env", evidence: `${prefix}/conda-meta/history` } : null;
}

function store({ realInterpreter }: PrefixFacts): Classified | null {
  const name = /^\/nix\/store\/([^/]+)/.exec(realInterpreter)?.[1];
  if (name !== undefined) {
    return {
      kind: name.endsWith("-env") ? "nix-env" : "nix-store",
      evidence: `/nix/store/${name}`,
    };
  }
  const guix = /^\/gnu\/store\/[^/]+/.exec(realInterpreter)?.[0];
  return guix === undefined ? null : { kind: "guix-store", evidence: guix };
}

function spackStore({ prefix, hasSpackSpec }: PrefixFacts): Classified | null {
  return hasSpackSpec ? { kind: "spack-store", evidence: `${prefix}/.spack` } : null;
}

function marked(facts: PrefixFacts): Classified | null {
  const { marker, realInterpreter } = facts;
  if (marker === null) {
    return null;
  }
  const evidence = "EXTERNALLY-MANAGED in its standard library";
  if (/\/Cellar\/|^\/opt\/homebrew\/|^\/home\/linuxbrew\//.test(realInterpreter)) {
    return { kind: "homebrew-em", evidence };
  }
  const isUv = marker.isUv || realInterpreter.includes("/uv/python/");
  return { kind: isUv ? "uv-managed-em" : "distro-em", evidence };
}

function embedded({ isEmbedded, interpreter }: PrefixFacts): Classified | null {
  return isEmbedded
    ? { kind: "windows-embed", evidence: `a ._pth file beside ${interpreter}` }
    : null;
}

function managed({ interpreter, realInterpreter, roots }: PrefixFacts): Classified | null {
  const homes: readonly (readonly [Kind, RegExp, string])[] = [
    ["pyenv-global", /\/\.pyenv\/versions\//, `${roots.pyenv}/versions/`],
    ["asdf", /\/\.asdf\/installs\/python\//, `${roots.asdf}/installs/python/`],
    ["mise", /\/mise\/installs\/python\//, `${roots.mise}/installs/python/`],
  ];
  for (const [kind, usual, root] of homes) {
    for (const path of [interpreter, realInterpreter]) {
      if (usual.test(path) || path.startsWith(root)) {
        return { kind, evidence: `${path} lies where it keeps its Pythons` };
      }
    }
  }
  return null;
}

function elsewhere({ interpreter, realInterpreter }: PrefixFacts): Classified | null {
  if (realInterpreter.startsWith("/Library/Frameworks/Python.framework/")) {
    return { kind: "macos-framework", evidence: "/Library/Frameworks/Python.framework" };
  }
  const apple = /^(\/Applications\/Xcode|\/Library\/Developer\/CommandLineTools|\/System\/)/;
  if (apple.test(realInterpreter)) {
    return { kind: "macos-system", evidence: "it came with Apple's developer tools" };
  }
  return interpreter.endsWith(".exe")
    ? { kind: "windows-global", evidence: "a Windows program outside of any environment" }
    : null;
}

function rest({ isPypy, realInterpreter }: PrefixFacts): Classified {
  const evidence = "no environment around it";
  if (isPypy) {
    return { kind: "pypy-global", evidence };
  }
  const isSystem = /^\/usr\/(bin|lib|lib64|libexec)\//.test(realInterpreter);
  return { kind: isSystem ? "distro" : "global", evidence };
}
