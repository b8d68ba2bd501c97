// `setup.py install` and `easy_install`: installers too (PEP 668), which ask neither pip nor its settings.

import { readGetopt, type GetoptOptions } from "./getopt-line.ts";

/** Where one of setup.py's installing commands was told to put things; null where it was not. */
type SetupInstall = {
  readonly user: boolean;
  readonly root: string | null;
  readonly prefix: string | null;
  /** The directory for the packages themselves. */
  readonly target: string | null;
};

export type SetupRequest =
  | { readonly kind: "nothing-runs" }
  | { readonly kind: "dry-run" }
  /** It builds, tests or uploads: `installs` would be empty. */
  | { readonly kind: "builds" }
  | { readonly kind: "setup"; readonly installs: readonly SetupInstall[] };

const globalOptions: GetoptOptions = {
  flags: ["verbose", "quiet", "dry-run", "help", "no-user-cfg"],
  withValue: [],
  letters: { v: "verbose", q: "quiet", n: "dry-run", h: "help" },
};

const displayFlags = (
  "help-commands name version fullname author author-email maintainer maintainer-email contact " +
  "contact-email url license licence description long-description platforms classifiers keywords " +
  "provides requires obsoletes"
).split(" ");

const topOptions: GetoptOptions = {
  flags: [...globalOptions.flags, ...displayFlags],
  withValue: [],
  letters: { ...globalOptions.letters, V: "version" },
};

const installOptions = extend(globalOptions, {
  flags: (
    "compile no-compile force skip-build user old-and-unmanageable " +
    "single-version-externally-managed"
  ).split(" "),
  withValue: (
    "prefix exec-prefix home install-base install-platbase root install-purelib install-platlib " +
    "install-lib install-headers install-scripts install-data optimize record install-layout"
  ).split(" "),
  letters: { c: "compile", O: "optimize", f: "force" },
});

const easyInstallOptions = extend(globalOptions, {
  flags: (
    "zip-ok multi-version upgrade exclude-scripts always-copy always-unzip editable no-deps " +
    "local-snapshots-ok version no-find-links user uninstall"
  ).split(" "),
  withValue: (
    "prefix install-dir script-dir index-url find-links build-directory optimize record site-dirs " +
    "allow-hosts egg-path"
  ).split(" "),
  letters: parseLetters(
    "z=zip-ok m=multi-version U=upgrade x=exclude-scripts a=always-copy Z=always-unzip e=editable " +
      "N=no-deps l=local-snapshots-ok u=uninstall d=install-dir s=script-dir i=index-url " +
      "f=find-links H=allow-hosts b=build-directory O=optimize S=site-dirs",
  ),
});

const commands: Readonly<Record<string, GetoptOptions>> = {
  install: installOptions,
  develop: easyInstallOptions,
  easy_install: easyInstallOptions,
};

function parseLetters(pairs: string): Readonly<Record<string, string>> {
  return Object.fromEntries(pairs.split(" ").map((pair) => [pair.charAt(0), pair.slice(2)]));
}

function extend(base: GetoptOptions, more: GetoptOptions): GetoptOptions {
  return {
    flags: [...base.flags, ...more.flags],
    withValue: [...base.withValue, ...more.withValue],
    letters: { ...base.letters, ...more.letters },
  };
}

type Step = { readonly command: string; readonly options: ReadonlyMap<string, string> };

/** Reads what follows `setup.py`: options, then one command after another, each with its own. */
export function readSetup(words: readonly string[]): SetupRequest {
  const top = readGetopt(words, topOptions);
  const steps = readSteps(top.rest);
  const endsFirst = displayFlags.some((name) => top.options.has(name)) || steps.length === 0;
  const all = [top.options, ...steps.map((step) => step.options)];
  if (endsFirst || all.some((options) => options.has("help"))) {
    return { kind: "nothing-runs" };
  }
  if (all.some((options) => options.has("dry-run"))) {
    return { kind: "dry-run" };
  }
  const installs = steps.filter((step) => Object.hasOwn(commands, step.command));
  return installing(installs.map((step) => installOf(step.options)));
}

function readSteps(words: readonly string[]): readonly Step[] {
  const steps: Step[] = [];
  let rest = words;
  while (rest.length > 0) {
    const command = rest[0] ?? "";
    const line = readGetopt(rest.slice(1), commands[command] ?? globalOptions);
    steps.push({ command, options: line.options });
    // easy_install takes all that is left for itself.
    rest = command === "easy_install" ? [] : line.rest;
  }
  return steps;
}

function installing(installs: readonly SetupInstall[]): SetupRequest {
  return installs.length === 0 ? { kind: "builds" } : { kind: "setup", installs };
}

/** Reads what follows `easy_install`. */
export function readEasyInstall(words: readonly string[]): SetupRequest {
  const { options, rest } = readGetopt(words, easyInstallOptions);
  if (options.has("help") || options.has("version") || rest.length === 0) {
    return { kind: "nothing-runs" };
  }
  return options.has("dry-run") ? { kind: "dry-run" } : installing([installOf(options)]);
}

function installOf(options: ReadonlyMap<string, string>): SetupInstall {
  const first = (...names: readonly string[]): string | null =>
    names.map((name) => options.get(name)).find((value) => value !== undefined) ?? null;
  return {
    user: options.has("user"),
    root: first("root"),
    prefix: first("home", "prefix", "install-base"),
    target: first("install-lib", "install-purelib", "install-dir"),
  };
}
