// What is framed is read back byte for byte, and what is cut, joined or spoiled is not taken.

import { isDeepStrictEqual } from "node:util";
import * as fc from "fast-check";
import t from "tap";
import { asBytes, type Bytes } from "../../daemon/core/bytes.ts";
import { parseAnswer, renderAnswer, type Answer } from "../../daemon/wire/answer.ts";
import { answerLimit, parseFrame, questionLimit, renderFrame } from "../../daemon/wire/frame.ts";
import { parseQuestion, renderQuestion, type Question } from "../../daemon/wire/question.ts";

const byte = fc.integer({ min: 1, max: 255 }).map((code) => String.fromCharCode(code));
// Dots and digits look like ends and counts.
const character = fc.oneof({ weight: 3, arbitrary: byte }, fc.constantFrom(".", "1", "/", "\n"));
const field: fc.Arbitrary<Bytes> = fc.string({ unit: character, maxLength: 40 }).map(asBytes);
const path: fc.Arbitrary<Bytes> = field.map((rest) => asBytes(`/${rest}`));
const markerPath: fc.Arbitrary<Bytes> = path.map((given) => asBytes(given.replaceAll(":", "_")));

/** Objects as the readers make them: with a prototype. */
function record<T>(model: { [K in keyof T]: fc.Arbitrary<T[K]> }): fc.Arbitrary<T> {
  return fc.record(model, { noNullPrototype: true });
}

const flags = record({
  interactive: fc.boolean(),
  terminal: fc.boolean(),
  editor: fc.boolean(),
  leftByHand: fc.boolean(),
  background: fc.boolean(),
});

const evidence: fc.Arbitrary<Question["evidence"]> = fc.oneof(
  fc.constant({ kind: "none" } as const),
  path.map((directory) => ({ kind: "born", directory }) as const),
  path.map((environment) => ({ kind: "activated", environment }) as const),
);

const active = fc.oneof(
  fc.constant({ environment: asBytes(""), root: asBytes("") }),
  record({ environment: markerPath, root: markerPath }),
);

const variableName = fc.stringMatching(/^PIP_[A-Z]{1,9}$/);
const lists = fc.oneof(
  record({
    verb: fc.constantFrom("here" as const, "bye" as const),
    variables: fc.constant(new Map<string, Bytes>()),
    argv: fc.constant([]),
  }),
  record({
    verb: fc.constant("pip" as const),
    variables: fc.array(fc.tuple(variableName, field)).map((pairs) => new Map(pairs)),
    argv: fc.array(field, { minLength: 1, maxLength: 12 }),
  }),
);

const question: fc.Arbitrary<Question> = fc
  .tuple(
    record({
      number: fc.nat().map((number) => asBytes(String(number))),
      shell: fc.constantFrom("bash", "zsh", "fish", "pwsh", "cli"),
      version: field,
      pid: fc.nat(),
      directory: path,
      virtualEnv: field,
      active,
      condaPrefix: field,
      witness: field,
      evidence,
      flags,
    }),
    lists,
  )
  .map(([fixed, rest]) => Object.assign(fixed, rest));

const answer: fc.Arbitrary<Answer> = fc
  .tuple(
    record({
      number: field,
      directory: path,
      state: fc.constantFrom("in", "out", "keep"),
      environment: field,
      root: field,
      name: field,
      pythonVersion: field,
      marks: field,
      witness: field,
      stamp: field,
      venvHere: fc.boolean(),
      line: field,
      text: field,
    }),
    fc.oneof(
      record({
        decision: fc.constantFrom("" as const, "allow", "advise", "refuse"),
        argv: fc.constant([]),
      }),
      record({ decision: fc.constant("route" as const), argv: fc.array(field) }),
    ),
  )
  .map(([fixed, rest]) => Object.assign(fixed, rest));

const same = isDeepStrictEqual;
const list = fc.array(field, { minLength: 1 });

/** What must hold for everything that is made up. */
const properties: Readonly<Record<string, () => void>> = {
  "fields come back byte for byte": () => {
    const holds = fc.property(list, (fields) =>
      same(parseFrame(renderFrame(fields), questionLimit), fields),
    );
    fc.assert(holds);
  },
  "a question comes back as it was asked": () => {
    const holds = fc.property(question, (asked) =>
      same(parseQuestion(renderQuestion(asked)), { kind: "question", question: asked }),
    );
    fc.assert(holds);
  },
  "a question that is cut short asks for more": () => {
    const holds = fc.property(question, fc.nat(), (asked, cut) => {
      const frame = renderQuestion(asked);
      return parseQuestion(frame.subarray(0, cut % frame.length)).kind === "incomplete";
    });
    fc.assert(holds);
  },
  "no bytes make the readers throw": () => {
    const holds = fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
      parseQuestion(Buffer.from(bytes));
      parseAnswer(Buffer.from(bytes));
    });
    fc.assert(holds);
  },
  "an answer comes back as it was given": () => {
    const holds = fc.property(answer, (given) => same(parseAnswer(renderAnswer(given)), given));
    fc.assert(holds);
  },
  "an answer that is cut short is none": () => {
    const holds = fc.property(answer, fc.nat(), (given, cut) => {
      const frame = renderAnswer(given);
      return parseAnswer(frame.subarray(0, cut % frame.length)) === null;
    });
    fc.assert(holds);
  },
};

for (const [name, holds] of Object.entries(properties)) {
  t.test(name, async (t) => {
    t.doesNotThrow(holds);
  });
}

t.test("a field with NUL in it cannot be framed", async (t) => {
  t.throws(() => renderFrame([asBytes("a\0b")]), { message: /NUL/ });
});

t.test("an answer that no hook would take cannot be written", async (t) => {
  const text = asBytes("x".repeat(answerLimit));
  for (const given of fc.sample(answer, 1)) {
    t.throws(() => renderAnswer({ ...given, text }), { message: /bytes/ });
  }
});
