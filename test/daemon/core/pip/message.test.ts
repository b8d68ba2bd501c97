// What a refused person reads: a table of places, the line to paste in each, and what no message may do.

import * as fc from "fast-check";
import t from "tap";
import { asBytes, toText } from "../../../../daemon/core/bytes.ts";
import type { MessageFacts } from "../../../../daemon/core/pip/message-facts.ts";
import { guideUrl, sayRefusal } from "../../../../daemon/core/pip/message.ts";
import { entries } from "../../../../cli/commands.ts";
import { bash } from "../../../../shells/bash.ts";
import { shells } from "../../../../shells/registry.ts";
import type { Shell } from "../../../../shells/shell.ts";
import { base, conda, ofConda } from "./message-conda.ts";
import { withoutEnsurepip } from "./message-bare.ts";
import { commands } from "./message-commands.ts";
import { active, places as there, unsearched, untrusted, user } from "./message-places.ts";

import { plain, refuse, typed, withTools } from "./message-setup.ts";

const places = [...there, ...ofConda, ...withoutEnsurepip, ...commands];

function linesOf(facts: MessageFacts, shell: Shell = bash): readonly string[] {
  return toText(sayRefusal(facts, shell)).split("\n");
}

/** The first line to paste. */
function pasteOf(facts: MessageFacts, shell: Shell = bash): string {
  return (
    linesOf(facts, shell)
      .find((line) => line.startsWith("      "))
      ?.trim() ?? ""
  );
}

t.test("says it as the design page says it", async (t) => {
  t.same(linesOf(plain), [
    "pyguard: nothing was installed. Packages go into a project's own environment, not into a shared Python.",
    "  This pip writes to  /usr/bin/python3.12 (Debian's; other programs depend on it)",
    "  Make one here and install, one line:",
    "      pyguard venv && pip install requests",
    "  The same by hand:   python3 -m venv .venv && source .venv/bin/activate     then: pip install requests",
    "  Into the shared one after all, this once:  pyguard anyway pip install requests",
    `  Why: pyguard explain global   ${guideUrl}`,
  ]);
});

t.test("the line to paste is true for the place", async (t) => {
  for (const [place, facts, paste] of places) {
    t.equal(pasteOf(facts), paste, place);
  }
});

t.test(
  "every line that is advised begins with what is here, and pyguard knows its own words",
  async (t) => {
    const known = new Set(entries.flatMap((entry) => entry.synonyms.concat(entry.name)));
    const common = [
      "mkdir",
      "cd",
      "rm",
      "mv",
      "chmod",
      "deactivate",
      "source",
      "pip",
      "pip3",
      "pip3.9",
      "python",
      "python3.11",
      "pypy3",
      "sudo",
      "apt",
      "easy_install",
      "/usr/bin/python3.12",
    ];
    for (const [place, facts] of places) {
      const here = new Set([...common, ...facts.tools, "pyguard"]);
      for (const part of pasteOf(facts).split(" && ")) {
        const [program = "", command = ""] = part.split(" ");
        t.ok(program !== "conda" || command !== "activate" || here.has("conda activate"), place);
        t.ok(here.has(program), `${place}: ${program}`);
        t.ok(program !== "pyguard" || known.has(command), `${place}: pyguard ${command}`);
      }
    }
  },
);

t.test("the shape is the same everywhere", async (t) => {
  for (const [place, facts] of places) {
    for (const shell of shells) {
      const lines = linesOf(facts, shell);
      const isUninstall = facts.argv.includes(asBytes("uninstall"));
      t.ok(lines.length <= 8, `${place}, ${shell.name}: ${lines.length} lines`);
      t.match(
        lines[0],
        isUninstall ? /^pyguard: nothing was removed\. / : /^pyguard: nothing was installed\. /,
      );
      t.match(lines.at(-1), "pyguard explain global");
      t.ok(lines.at(-1)?.includes(guideUrl), "links to the guide");
      t.ok(
        lines.some((line) => line.includes("pyguard anyway ")),
        "names the way around",
      );
      t.notMatch(
        lines.join("\n"),
        /system Python|\p{Cc}(?<!\n)/iu,
        "calls nothing the system's that is not, has no colour",
      );
      t.notOk(
        /(?<!anyway .*)--user(?! packages)/.test(lines.slice(1).join("\n")),
        "never advises --user",
      );
    }
  }
});

const words: Readonly<Record<string, readonly [activate: string, paste: string]>> = {
  bash: ["source .venv/bin/activate", "pyguard venv && pip install 'a[b,c]>=1' \"".slice(0, -2)],
  zsh: ["source .venv/bin/activate", "pyguard venv && pip install 'a[b,c]>=1'"],
  fish: ["source .venv/bin/activate.fish", "pyguard venv && pip install 'a[b,c]>=1'"],
  pwsh: [".venv/bin/Activate.ps1", "pyguard venv && pip install 'a[b,c]>=1'"],
};

t.test("each shell has its own words", async (t) => {
  for (const shell of shells) {
    const lines = linesOf(typed("pip install a[b,c]>=1"), shell);
    const [activate = "", paste = ""] = words[shell.name] ?? [];
    t.ok(lines.join("\n").includes(`&& ${activate}     then: `), shell.name);
    t.equal(lines[3]?.trim(), paste, shell.name);
  }
});

t.test("secrets are never repeated", async (t) => {
  const secret = "s3cr3tvalue";
  const lines = [
    `pip install --index-url https://me:${secret}@host/simple x`,
    `pip install --index-url=https://${secret}@host/simple x`,
    `pip install -i https://host/simple?token=${secret} x`,
    `pip install --extra-index-url https://me:${secret}@host x`,
    `pip install git+https://${secret}@github.com/o/r.git`,
    `pip install x@https://me:${secret}@host/x.whl`,
    `pip install --proxy me:${secret}@proxy:80 x`,
    `pip install --proxy=http://me:${secret}@proxy:80 x`,
    `pip install --my-token ${secret} x`,
    `pip install --api-key=${secret} x`,
    `pip install --password ${secret} x`,
    `pip uninstall --proxy me:${secret}@proxy:80 x`,
    `pip install --user --index-url https://me:${secret}@host/simple x`,
  ];
  for (const line of lines) {
    for (const spot of [plain.spot, unsearched.spot, untrusted.spot]) {
      const decision = line.includes("--user") ? user : plain.decision;
      const text = linesOf(typed(line, { spot, decision })).join("\n");
      t.notOk(text.includes(secret), line);
      t.ok(text.includes("***"), line);
    }
  }
});

t.test("a command that cannot be repeated stands behind the line to paste", async (t) => {
  const lines = linesOf(typed("pip install --index-url https://me:pw@host/simple x"));
  t.equal(lines[3]?.trim(), "pyguard venv");
  t.equal(
    lines[4]?.trim(),
    "Then the same again:   pip install --index-url 'https://***@host/simple' x",
  );
});

t.test("what is there for one command alone is not repeated either", async (t) => {
  const gone = ["-r /dev/fd/63", "--requirement=/proc/self/fd/11", "-r/dev/stdin"];
  const made = ["-r /tmp/zshk3Jx0a", "-r /tmp/.psub.6IiM3Nu2Nl"];
  for (const option of [...gone, ...made]) {
    const lines = linesOf(typed(`pip install ${option}`));
    t.equal(lines[3]?.trim(), "pyguard venv", option);
    const shown = option.replace(/\/.*/, "...");
    t.equal(lines[4]?.trim(), `Then the same again:   pip install ${shown}`);
  }
  const line = "pip install -r /tmp/zsh.txt -c /dev/fd/63/x /dev/stdin.whl";
  t.equal(pasteOf(typed(line)), `pyguard venv && ${line}`);
});

t.test("what names nobody may stay", async (t) => {
  const line = "pip install git+ssh://git@github.com/o/r.git -i https://host/simple";
  t.ok(linesOf(typed(line)).join("\n").includes("git+ssh://git@github.com/o/r.git"));
});

t.test("long commands and control characters are not repeated", async (t) => {
  const long = {
    ...plain,
    argv: ["pip", "install", ...Array.from({ length: 500 }, (_, at) => `package-${at}`)].map(
      asBytes,
    ),
  };
  t.equal(pasteOf(long), "pyguard venv");
  t.ok(sayRefusal(long, bash).length < 2000);
  const odd = { ...plain, argv: ["pip", "install", "a\u001b[2Jb"].map(asBytes) };
  t.notMatch(sayRefusal(odd, bash), "\u001b");
});

t.test("conda's base may be somebody's own, and a frozen one says why", async (t) => {
  const text = linesOf({
    ...plain,
    decision: base,
    target: conda,
    ...withTools("conda"),
  });
  t.ok(text.some((line) => line.endsWith("pyguard trust --prefix /opt/conda")));
  const frozen = linesOf({
    ...plain,
    decision: refuse("K6-frozen", "conda-frozen"),
    frozenReason: "ask the lab",
  });
  t.match(frozen[0], "This environment is frozen: ask the lab");
});

t.test(
  "where pip would use the account's own packages unasked, that is what is said",
  async (t) => {
    const target = { ...conda, phrase: "a conda environment", isWritable: false };
    for (const kind of ["conda-env", "global"] as const) {
      const [first, second] = linesOf({
        ...plain,
        decision: refuse("K11-implicit-user", kind),
        target,
      });
      t.equal(
        first,
        `pyguard: nothing was installed. You cannot write to the packages of ${conda.path} (a conda environment), so pip would use the account's own, which every Python 3.12 loads first, conda's too.`,
      );
      t.equal(
        second,
        "  This would write to  /home/u/.local (this account's own; it outlives every environment)",
      );
    }
  },
);

t.test("Spack is named where Spack is", async (t) => {
  const decision = refuse("K7-store", "spack-view");
  const text = linesOf(typed("pip install requests", { decision, ...withTools("spack") }));
  t.ok(text.some((line) => line.endsWith("spack add py-requests && spack install")));
});

t.test("an active environment without pip is told whose pip this is", async (t) => {
  const [first] = linesOf(typed("pip install x", { active }));
  t.match(
    first,
    "Your active environment /p/.venv has no pip; this one belongs to /usr/bin/python3.12.",
  );
});

t.test("whatever is typed, the message keeps its size", async (t) => {
  const word = fc
    .uint8Array({ minLength: 1, maxLength: 40 })
    .map((raw) => Buffer.from(raw).toString("latin1"));
  const shell = fc.constantFrom(...shells);
  fc.assert(
    fc.property(fc.array(word, { maxLength: 30 }), shell, (rest, speech) => {
      const facts = {
        ...plain,
        argv: ["pip", "install", ...rest.map((one) => one.replaceAll("\0", ""))].map(asBytes),
      };
      const text = sayRefusal(facts, speech);
      return text.split("\n").length <= 10 && text.length < 12_000;
    }),
    { numRuns: 200 },
  );
  t.pass();
});
