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

const shared: Readonly<Record<string, string>> = {
  user: "1",
  target: site,
  prefix: "/usr/local",
  root: "/",
  python: "/usr/local/bin/python3",
};

/** Redirected by a variable, or by a file: `pip install --prefix=~/.local` typed by nobody. */
const redirected = Object.entries(shared).flatMap(([name, value]) =>
  starts.flatMap((start) =>
    ["", "--no-user", "--prefix /usr/local", "-t x"].flatMap((option) => {
      const argv = `${start} install ${option} x`.split(" ").filter((word) => word !== "");
      const row = { argv, target_kind: "global" };
      const config = { global: { [name]: value, prefix: "/home/u/.local" } };
      return [
        { ...row, id: `PIP_${name}`, env: { [`PIP_${name.toUpperCase()}`]: value }, facts: {} },
        { ...row, id: `a file with ${name}`, env: {}, facts: { config } },
      ];
    }),
  ),
);

type Typed = Pick<Row, "id" | "argv" | "env" | "target_kind"> & { readonly facts: Facts };
type Facts = { readonly config?: unknown };

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
  // Of whatever still names another Python than the environment's.
  python_kind: "global",
  prefix: "/p/.venv",
  base_prefix: "/usr/local",
  site_dirs: ["/p/.venv/lib/python3.12/site-packages"],
};

t.test("the line that is advised goes into the environment", async (t) => {
  const fine: ReadonlySet<Rule> = new Set(["K3-isolated", "K3-conda-env+pip-will-refuse"]);
  let advised = 0;
  const rows: readonly Typed[] = [...readRows(), ...typed, ...redirected];
  for (const row of rows) {
    const argv = adviseOf(row);
    if (argv !== null) {
      advised += 1;
      const facts = { ...entered, config: row.facts.config ?? {} };
      const again = assume({ ...row, argv, target_kind: "venv", facts }, null)[0];
      const rule = again?.kind === "assumed" ? again.decision.rule : null;
      t.ok(rule !== null && fine.has(rule), `${row.argv.join(" ")}: ${argv.join(" ")}: ${rule}`);
    }
  }
  t.ok(advised > 200, "there is enough to go by");
});
