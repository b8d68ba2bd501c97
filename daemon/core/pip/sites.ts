// The directories that a Python searches for packages, by rule: what site.py and sysconfig would say.

import { asBytes, type Bytes } from "../bytes.ts";
import { join } from "../path.ts";

export type SiteRules = {
  readonly prefix: Bytes;
  /** `python3.12`, or empty where no file tells. */
  readonly library: Bytes;
  /** Debian keeps its own packages in `dist-packages` and sends pip's to /usr/local. */
  readonly distribution: "debian" | "fedora" | null;
};

/** Where pip puts packages, then wherever else this prefix is searched. */
export function siteDirectories({ prefix, library, distribution }: SiteRules): readonly Bytes[] {
  if (library === "") {
    return [];
  }
  switch (distribution) {
    case "debian":
      return [
        join(asBytes("/usr/local/lib"), library, "dist-packages"),
        asBytes("/usr/lib/python3/dist-packages"),
        join(asBytes("/usr/lib"), library, "dist-packages"),
      ];
    case "fedora":
      return ["/usr/local/lib", "/usr/local/lib64", "/usr/lib", "/usr/lib64"].map((root) =>
        join(asBytes(root), library, "site-packages"),
      );
    case null:
      return [
        join(prefix, "lib", library, "site-packages"),
        join(prefix, "lib64", library, "site-packages"),
      ];
  }
}

export type UserSiteRules = {
  readonly home: Bytes;
  /** PYTHONUSERBASE, or empty. */
  readonly base: Bytes;
  readonly library: Bytes;
  /** python.org's and Apple's Python on macOS have a place of their own. */
  readonly isFramework: boolean;
};

/** The account's own packages: the base, and the directory below it that is searched. */
export function userSite(rules: UserSiteRules): { readonly base: Bytes; readonly site: Bytes } {
  const { home, library, isFramework } = rules;
  const version = /\d+\.\d+t?$/.exec(library)?.[0] ?? "";
  if (rules.base === "" && isFramework) {
    const base = join(home, "Library/Python", version);
    return { base, site: join(base, "lib/python/site-packages") };
  }
  const base = rules.base === "" ? join(home, ".local") : rules.base;
  return { base, site: join(base, "lib", library, "site-packages") };
}
