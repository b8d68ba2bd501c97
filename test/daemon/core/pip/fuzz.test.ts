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

const size = 60_000;
const long: Readonly<Record<string, readonly string[]>> = {
  "a long number": ["--timeout", `${"1".repeat(size)}x`, "install", "x"],
  "a long whole number": ["--retries", `${"1_".repeat(size)}x`, "install", "x"],
  "a long group": ["install", "--group", `pyproject.toml${"/".repeat(size)}x:g`],
  "a long version": ["install", "--python-version", "1.".repeat(size), "x"],
  "a long name": ["install", `--${"x".repeat(size)}`],
  "a long cluster": ["install", `-${"q".repeat(size)}`, "x"],
  "a long destination": ["install", "--target", "/a/..".repeat(size / 5), "x"],
  "many requirements": ["install", ...Array.from({ length: size / 2 }, () => "-e.")],
  "many arguments": ["install", ...Array.from({ length: size / 2 }, () => "x")],
};

t.test("long lines take no longer than they are long", async (t) => {
  for (const [name, words] of Object.entries(long)) {
    const start = performance.now();
    judgePip({ ...ordinaryFacts, kind: "global", argv: ["pip", ...words] });
    const took = performance.now() - start;
    t.ok(took < 1_000, `${name}: ${Math.round(took)} ms`);
  }
});
