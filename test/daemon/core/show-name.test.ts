// Nothing of a project reaches a terminal or a prompt but through this.

import * as fc from "fast-check";
import t from "tap";
import { asBytes, fromText, toText } from "../../../daemon/core/bytes.ts";
import { nameEnvironment } from "../../../daemon/core/name-environment.ts";
import { showName, showPath, showWord } from "../../../daemon/core/show-name.ts";

const show = (text: string): string => toText(showName(fromText(text)));
const showWhole = (text: string): string => toText(showPath(fromText(text)));

const anything = fc.oneof(
  fc.string({ unit: "binary", maxLength: 60 }),
  fc.string({ unit: "grapheme", maxLength: 40 }),
  fc.stringMatching(/^[ -~]{0,40}$/),
  fc
    .array(
      fc.constantFrom(
        ...Array.from("a%$`\\!\"'\u2018\u201f\u202e\u2066\u200b\u1fef\u0301\ud800e \u001b\u0085"),
      ),
    )
    .map((a) => a.join("")),
);

/** Of one column at least, or joined to one; no meaning to any shell; nothing that moves a cursor or hides. */
const allowed = /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]*$/u;
const forbidden =
  /[%$`\\!"'\u2018-\u201f\u202a-\u202e\u2066-\u2069\u200b-\u200f\u2060\ufeff\ufffd]/u;

t.test("names become what they should", (t) => {
  const rows: readonly (readonly [string, string])[] = [
    ["project", "project"],
    ["caf\u0065\u0301", "caf\u00e9"],
    ["$(touch x)", "_(touch x)"],
    ["%n%{x%}", "_n_{x_}"],
    ["`id`", "_id_"],
    ["a\\b", "a_b"],
    ['o\'brien \u2019s "x" wow!', "o_brien _s _x_ wow_"],
    ["\u001b]0;title\u0007x", "]0;titlex"],
    ["a\nb\rc\td", "abcd"],
    ["safe\u202egpj.exe", "safegpj.exe"],
    ["a\u200b\u200d\ufeffb", "ab"],
    ["a\u009b31mb", "a31mb"],
    ["\u1fef", "_"],
    ["\u65e5\u672c\u8a9e", "\u65e5\u672c\u8a9e"],
    ["  x  ", "x"],
    ["\u0301x", "x"],
    ["", ""],
  ];
  for (const [from, to] of rows) {
    t.equal(show(from), to, JSON.stringify(from));
  }
  t.end();
});

t.test("a name has at most 32 columns, wide characters counted twice", (t) => {
  t.equal(show("x".repeat(100)), "x".repeat(32));
  t.equal(show("\u6f22".repeat(100)), "\u6f22".repeat(16));
  t.ok(show(`a${"\u0316".repeat(500)}`).length < 100);
  t.end();
});

t.test("whatever comes in, only visible characters without meaning go out", (t) => {
  fc.assert(
    fc.property(anything, (text) => {
      const shown = show(text);
      const whole = showWhole(text);
      return (
        allowed.test(shown) &&
        !forbidden.test(shown) &&
        allowed.test(whole) &&
        !forbidden.test(whole)
      );
    }),
    { numRuns: 5000 },
  );
  t.end();
});

t.test("filtering twice changes nothing more", (t) => {
  fc.assert(
    fc.property(anything, (text) => show(show(text)) === show(text)),
    { numRuns: 5000 },
  );
  fc.assert(fc.property(anything, (text) => showWhole(showWhole(text)) === showWhole(text)));
  t.end();
});

t.test("bytes that are no text vanish from names and leave a mark in paths", (t) => {
  t.equal(toText(showName(asBytes("a\u00ff\u00feb"))), "ab");
  t.equal(toText(showPath(asBytes("/a\u00ff/b\nc"))), "/a?/b?c");
  t.end();
});

t.test("an environment is never called by a bare .venv", (t) => {
  const name = (prompt: string, project: string): string =>
    toText(nameEnvironment(fromText(prompt), fromText(project)));
  t.equal(name("", "/home/me/coursework"), "coursework");
  t.equal(name(".venv", "/home/me/coursework"), "coursework");
  t.equal(name("venv", "/home/me/coursework"), "coursework");
  t.equal(name("mine", "/home/me/coursework"), "mine");
  t.equal(name("\u200b", "/home/me/\u202e"), "project");
  t.end();
});

t.test("a path in a line to type is one word of every shell", async (t) => {
  const rows: readonly (readonly [string, string])[] = [
    ["/a/b-c.d", "/a/b-c.d"],
    ["/a b", "'/a b'"],
    ["/a(b)", "'/a(b)'"],
    ["/Bob's work/x", `"/Bob's work/x"`],
    ["'", `"'"`],
    ['/it\'s $(id) `id` "x" \\ !x', `"/it's _(id) _id_ _x_ _ _x"`],
  ];
  for (const [path, word] of rows) {
    t.equal(toText(showWord(fromText(path))), word, path);
  }
  fc.assert(
    fc.property(anything, (path) => {
      const word = toText(showWord(fromText(path)));
      return /^(?:[\w./:@,+-]+|'[^'%$`\\!"]*'|"[^%$`\\!"]*")$/.test(word);
    }),
  );
});
