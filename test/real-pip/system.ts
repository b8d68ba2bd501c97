// The machine's own Python, which is only ever refused here.

import { existsSync } from "node:fs";
import { join } from "node:path";
import { marked } from "../real/advice/scene.ts";
import { namesIn } from "../real/sandbox.ts";

/** Whether it has a pip and a distributor's mark. */
export function isDebian(): boolean {
  return marked && existsSync("/usr/lib/python3/dist-packages");
}

/** Where it has its packages. */
export function systemPlaces(): readonly string[] {
  const own = ["/usr/lib", "/usr/local/lib"].flatMap((lib) =>
    namesIn(lib)
      .filter((name) => name.startsWith("python3"))
      .flatMap((name) => ["dist-packages", "site-packages"].map((part) => join(lib, name, part))),
  );
  return own.filter((path) => existsSync(path));
}
