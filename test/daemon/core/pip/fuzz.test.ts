// Whatever is typed, the guard answers at once and refuses nothing but installs and removals.

import t from "tap";

import { ordinaryFacts } from "../../../../daemon/core/pip/facts.ts";
import { judgePip } from "../../../../daemon/core/pip/judge-pip.ts";
import { fuzzLine, seeded } from "../../../real-pip/random-lines.ts";

const starts = [
  "pip",
  "python3 -m pip",
  "python3",
  "py -3",
  "easy_install",
  "python3 setup.py",
  "python3 -m ensurepip",
  "python3 -m venv",
  "",
];

t.test("5,000 lines after anything that may start them", async (t) => {
  const random = seeded(11);
  const wrong: string[] = [];
  const start = performance.now();
  for (let at = 0; at < 5_000; at += 1) {
    const { words, environment, files } = fuzzLine(random);
    const argv = [...(starts[at % starts.length] ?? "").split(" "), ...words];
    const judged = judgePip({
      ...ordinaryFacts,
      kind: "global",
      argv,
      environment: new Map(Object.entries(environment)),
      configuration: files,
    });
    const names = argv.join(" ");
    if (judged.decision === "refuse" && !/install|develop/.test(names)) {
      wrong.push(names);
    }
  }
  t.strictSame(wrong, []);
  t.ok(performance.now() - start < 5_000);
});
