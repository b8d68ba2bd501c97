// In bash nobody has a local of a name that is readonly: those of the hooks are not what people call theirs.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import { clone } from "../real/sandbox.ts";

/** The shell's own, which hold for a moment. */
const ownWords = new Set(["IFS", "PATH"]);

const hooks = join(clone, "hooks");
for (const file of readdirSync(hooks).filter((name) => name.endsWith(".bash"))) {
  t.test(`${file} has locals of its own`, (t) => {
    const text = readFileSync(join(hooks, file), "utf8");
    const declared = [...text.matchAll(/^\s*local (?:-\w+ )?(\w+)/gm)].map(
      (match) => match[1] ?? "",
    );
    const common = declared.filter((name) => !name.startsWith("_") && !ownWords.has(name));
    t.strictSame(common, []);
    t.end();
  });
}
