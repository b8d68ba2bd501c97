// Installed packages, as the names of their files tell them.

/** A directory or file that says what is installed, beside it. */
export type Distribution = {
  /** Normalised. */
  readonly name: string;
  /** Empty where the file's name does not tell. */
  readonly version: string;
};

/** From `Flask_Login-0.6.3.dist-info`, `PyYAML-6.0-py3.11.egg-info`, `thing.egg-link`; null for anything else. */
export function parseDistribution(entry: string): Distribution | null {
  const match =
    /^([A-Za-z0-9][\w.-]*?)(?:-([0-9v][^-]*(?:-[0-9]+)?))?(?:-py\d[\d.]*)?\.(dist-info|egg-info|egg-link)$/.exec(
      entry,
    );
  return match === null ? null : { name: normaliseName(match[1] ?? ""), version: match[2] ?? "" };
}

/** A project's name as PEP 503 compares it: lower case, one `-` for each run of `-`, `_` and `.`. */
export function normaliseName(name: string): string {
  return name.replace(/[-_.]+/g, "-").toLowerCase();
}
