// What an interpreter is, because only that decides: not who owns it, where it lives, or what is writable.

type Trait = {
  /** Whether packages installed here stay out of every other project. */
  readonly isolated: boolean;
  /** What a person would call it, to stand after "This pip writes to ... (". */
  readonly phrase: string;
};

const traits = {
  "spack-view": { isolated: false, phrase: "a Spack view; Spack fills it" },
  "tool-venv": { isolated: true, phrase: "the environment of one installed application" },
  venv: { isolated: true, phrase: "a virtual environment" },
  "venv-system-site": {
    isolated: true,
    phrase: "a virtual environment that also sees the packages of its base",
  },
  "virtualenv-legacy": { isolated: true, phrase: "a virtual environment of an old virtualenv" },
  "conda-frozen": { isolated: false, phrase: "a conda environment that was frozen" },
  "pixi-env": { isolated: true, phrase: "a pixi environment" },
  "conda-em": { isolated: false, phrase: "a conda environment that conda alone manages" },
  "conda-base": { isolated: false, phrase: "conda's base; conda itself runs on it" },
  "conda-env": { isolated: true, phrase: "a conda environment" },
  "nix-store": { isolated: false, phrase: "the Nix store, which cannot be changed" },
  "nix-env": { isolated: false, phrase: "a Nix environment, which cannot be changed" },
  "guix-store": { isolated: false, phrase: "the Guix store, which cannot be changed" },
  "spack-store": { isolated: false, phrase: "a package of Spack's; Spack manages it" },
  "homebrew-em": { isolated: false, phrase: "Homebrew's; other programs depend on it" },
  "uv-managed-em": { isolated: false, phrase: "uv's, shared by every project" },
  "distro-em": { isolated: false, phrase: "the system's; other programs depend on it" },
  "windows-embed": { isolated: false, phrase: "an embedded Python" },
  "pyenv-global": { isolated: false, phrase: "pyenv's, shared by every project" },
  asdf: { isolated: false, phrase: "asdf's, shared by every project" },
  mise: { isolated: false, phrase: "mise's, shared by every project" },
  "macos-framework": { isolated: false, phrase: "python.org's, shared by every project" },
  "macos-system": { isolated: false, phrase: "Apple's; developer tools depend on it" },
  "windows-global": { isolated: false, phrase: "this account's Python, shared by every project" },
  "pypy-global": { isolated: false, phrase: "a PyPy shared by every project" },
  distro: { isolated: false, phrase: "the system's; other programs depend on it" },
  global: { isolated: false, phrase: "shared by every project" },
  "trusted-prefix": { isolated: true, phrase: "a Python you said is yours to manage" },
  "venv-broken": {
    isolated: false,
    phrase: "the Python behind a virtual environment that was moved or is broken",
  },
  "hosted-notebook": { isolated: false, phrase: "a hosted notebook's" },
  unknown: { isolated: false, phrase: "a Python that could not be looked at" },
  "pip-errors": { isolated: false, phrase: "a Python that pip itself will not use" },
} as const satisfies Readonly<Record<string, Trait>>;

/** Every kind of interpreter that pip can write to; `unknown` and `pip-errors` where it cannot be told. */
export type Kind = keyof typeof traits;

/** Who makes an environment for one application. */
export type Tool = "pipx" | "uv";

/** Whether `name` is one of the kinds. */
export function isKind(name: string): name is Kind {
  return Object.hasOwn(traits, name);
}

/** Whether packages installed there stay out of every other project. */
export function isIsolated(kind: Kind): boolean {
  return traits[kind].isolated;
}

/** What a person would call it. */
export function describeKind(kind: Kind): string {
  return traits[kind].phrase;
}
