// Whoever pastes the line of a refusal is not refused again, and changes the new environment and nothing else.

import t from "tap";
import { judgeRows } from "../../../../cli/pip/assumed.ts";
import { asBytes, toText } from "../../../../daemon/core/bytes.ts";
import { assume } from "../../../../daemon/core/pip/assume.ts";
import type { Rule } from "../../../../daemon/core/pip/decision.ts";
import { bash } from "../../../../shells/bash.ts";
import { readRows, type Row } from "./decisions.ts";

const site = "/usr/local/lib/python3.12/site-packages";
const starts = ["pip", "pip -q", "pip --python /usr/local", "python3 -m pip"];
const options = [
  "--user",
  "--prefix ~/.local",
  "--prefix /usr/local",
  "--prefi=/usr/local",
  `-t ${site}`,
  `-t${site}`,
  `-Ut ${site}`,
  `-Ut${site}`,
  `--ta ${site}/x`,
  "--target=",
  "--root /",
  "--root=",
  "--log --target",
  "-U -r r.txt",
  "--no-user",
];
const kinds = ["global", "distro-em", "conda-base", "conda-env", "conda-frozen", "spack-view"];

const typed = kinds.flatMap((kind) =>
  starts.flatMap((start) =>
    options.map((option) => ({
      id: kind,
      argv: `${start} install ${option} x`.split(" "),
      env: {},
      target_kind: kind,
      facts: {},
    })),
  ),
);

type Typed = Pick<Row, "id" | "argv" | "env" | "target_kind" | "facts">;

/** The command of the first line to paste; null where nothing is refused, or pyguard alone is advised. */
function adviseOf(row: Typed): readonly string[] | null {
  const [judged] = judgeRows(row, null, bash);
  const lines = toText(judged?.message ?? asBytes("")).split("\n");
  const paste = lines.find((line) => line.startsWith("      "))?.trim() ?? "";
  const words =
    paste
      .split(" && ")
      .at(-1)
      ?.match(/'[^']*'|\S+/g) ?? [];
  const isOwn = words[0] === "pyguard" || judged?.decision.decision !== "refuse";
  return isOwn ? null : words.map((word) => word.replace(/^'|'$/g, ""));
}

const entered = {
  prefix: "/p/.venv",
  base_prefix: "/usr/local",
  site_dirs: ["/p/.venv/lib/python3.12/site-packages"],
};

t.test("the line that is advised goes into the environment", async (t) => {
  const fine: ReadonlySet<Rule> = new Set(["K3-isolated", "K3-conda-env+pip-will-refuse"]);
  let advised = 0;
  for (const row of [...readRows(), ...typed]) {
    const argv = adviseOf(row);
    if (argv !== null) {
      advised += 1;
      const again = assume({ ...row, argv, target_kind: "venv", facts: entered }, null)[0];
      const rule = again?.kind === "assumed" ? again.decision.rule : null;
      t.ok(rule !== null && fine.has(rule), `${row.argv.join(" ")}: ${argv.join(" ")}: ${rule}`);
    }
  }
  t.ok(advised > 200, "there is enough to go by");
});
