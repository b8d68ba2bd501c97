// Which pip this is: its options differ from version to version.

/** The newest release that the option table was read from; an unknown version is taken for it. */
export const newestPip = "26.2.1";

/** A version as one number that compares; "23.0.1+dfsg" and "26.3.dev0" count up to what is no number. */
export function versionNumber(version: string): number {
  const [major = 0, minor = 0, patch = 0] = (/^\d+(\.\d+)*/.exec(version)?.[0] ?? "0")
    .split(".")
    .map(Number);
  return major * 1e6 + minor * 1e3 + patch;
}

/** Whether `version` is `other` or newer. */
export function isAtLeast(version: string, other: string): boolean {
  return versionNumber(version) >= versionNumber(other);
}
