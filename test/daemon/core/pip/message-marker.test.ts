// The distributor's words as pip itself would choose them, and folded so that nothing is lost.

import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import t from "tap";
import { asBytes, fromBuffer, fromText, toText } from "../../../../daemon/core/bytes.ts";
import { foldText, markerKeys, markerText } from "../../../../daemon/core/pip/message-marker.ts";
import { findPythons } from "../../io/pip/pythons.ts";

// pip asks the locale module; what that says of a name is the other half, tried below.
const script = `
import json, locale, sys
from pip._internal.exceptions import ExternallyManagedEnvironment as Marked
path, languages = sys.argv[1], json.loads(sys.argv[2])
answers = []
for language in languages:
    locale.getlocale = lambda category=None: (language, None)
    try:
        answers.append(str(Marked.from_config(path).context))
    except Exception:
        answers.append(None)
print(json.dumps(answers))`;

const withMarker = findPythons().find(
  (python) =>
    spawnSync(python, ["-c", "from pip._internal.exceptions import ExternallyManagedEnvironment"])
      .status === 0,
);

const languages = ["de_DE", "de_AT", "zh_Hant_TW", "zh_CN", "pt_BR", "fr_FR", "en_US"];

const markers: readonly string[] = [
  "[externally-managed]\nError=plain\nError-de=deutsch\nError-zh_Hant_TW=long\nError-zh=short\nError-pt_BR=br\n",
  "[externally-managed]\nerror=lower\nERROR-DE_de=mixed\n",
  "[externally-managed]\nError-fr=only French\n",
  "[externally-managed]\nError=one\n two\n\n three\n",
  "[Externally-Managed]\nError=another section\n",
  "Error=no section\n",
  "[externally-managed]\nError=a\nError=b\n",
  "\ufeff[externally-managed]\nError=mark\n",
  "",
];

t.test("chooses what pip chooses", { skip: withMarker === undefined }, async (t) => {
  const file = join(t.testdir(), "EXTERNALLY-MANAGED");
  for (const marker of markers) {
    writeFileSync(file, marker);
    const { stdout } = spawnSync(
      withMarker ?? "",
      ["-c", script, file, JSON.stringify(languages)],
      { encoding: "utf8" },
    );
    const answers: unknown = JSON.parse(stdout);
    languages.forEach((language, index) => {
      const variables = new Map([["LANG", asBytes(`${language}.UTF-8`)]]);
      const ours = toText(markerText(fromText(marker), { variables, version: "3.12" }));
      const pips: unknown = Array.isArray(answers) ? answers[index] : undefined;
      // pip's default text, and its crash over two keys of one name, are no words of the distributor's.
      const isOwn = typeof pips === "string" && !pips.startsWith("The Python environment under");
      t.equal(ours, isOwn ? pips.trim() : "", `${language}: ${JSON.stringify(marker)}`);
    });
  }
});

t.test("the language is that of messages", async (t) => {
  const keys = (variables: Readonly<Record<string, string>>, version = "3.12"): string =>
    markerKeys({
      variables: new Map(Object.entries(variables).map(([name, value]) => [name, asBytes(value)])),
      version,
    }).join(" ");
  t.equal(keys({}), "Error");
  t.equal(keys({ LANG: "C" }), "Error");
  t.equal(keys({ LANG: "POSIX" }), "Error");
  t.equal(keys({ LANG: "C.UTF-8" }), "Error");
  t.equal(keys({ LANG: "C.UTF-8" }, "3.11"), "Error-en_US Error-en Error");
  t.equal(keys({ LANG: "de_DE.UTF-8" }), "Error-de_DE Error-de Error");
  t.equal(keys({ LANG: "de_DE", LC_MESSAGES: "fr_FR" }), "Error-fr_FR Error-fr Error");
  t.equal(
    keys({ LANG: "de_DE", LC_MESSAGES: "fr_FR", LC_ALL: "es_ES@euro" }),
    "Error-es_ES Error-es Error",
  );
  t.equal(keys({ LANG: "de_DE", LC_ALL: "" }), "Error-de_DE Error-de Error");
  t.equal(keys({ LANG: "../../x" }), "Error");
});

t.test("folding loses no word, and keeps to the lines there are", async (t) => {
  const piece = fc.constantFrom("word", "\n", "\n\n", " ", "\t", "longer words", "ä", "-");
  fc.assert(
    fc.property(
      fc.array(piece, { maxLength: 60 }),
      fc.integer({ min: 1, max: 8 }),
      (pieces, lines) => {
        const text = pieces.join("");
        const folded = foldText(fromText(text), lines).map(toText);
        const words = (some: string): string =>
          some
            .split(/\s+/)
            .filter((word) => word !== "")
            .join(" ");
        return folded.length <= lines && words(folded.join(" ")) === words(text);
      },
    ),
  );
  t.pass();
});

t.test("bytes of any kind come out as text without controls", async (t) => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (raw) => {
      const folded = foldText(fromBuffer(Buffer.from(raw)), 3)
        .map(toText)
        .join("");
      return !/[\p{Cc}\p{Cf}]/u.test(folded);
    }),
  );
  t.pass();
});
