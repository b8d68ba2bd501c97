// The user's configuration: every key, and a line for what is wrong.

import fs from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import { parse } from "smol-toml";
import t from "tap";
import { parseSettings } from "../../../daemon/core/parse-settings.ts";
import { defaults } from "../../../daemon/core/settings.ts";
import { clone } from "../../real/sandbox.ts";

t.test("every key is read", (t) => {
  const { settings, complaints } = parseSettings({
    enter: false,
    guard: "off",
    names: [".venv", "venv"],
    ignore: ["/home/me/big"],
    route: "auto",
    min_python: "3.13",
    quiet: 1,
    idle_minutes: 5,
  });
  t.same(complaints, []);
  t.same(settings, {
    enter: false,
    guard: false,
    names: [".venv", "venv"],
    ignore: ["/home/me/big"],
    route: "auto",
    minPython: "3.13",
    quiet: true,
    idleMinutes: 5,
    complaints: [],
  });
  t.end();
});

t.test("what is wrong is one line, and its default holds", (t) => {
  const rows: readonly (readonly [object, RegExp])[] = [
    [{ entre: true }, /^unknown key entre; the keys are enter, /],
    [{ enter: "maybe" }, /^enter is true or false; its default holds$/],
    [{ names: [] }, /^names is a list/],
    [{ names: ["../x"] }, /^names is a list/],
    [{ ignore: ["relative"] }, /^ignore is a list of absolute directories/],
    [{ route: "yes" }, /^route is "off" or "auto"/],
    [{ min_python: 3.1 }, /^min_python is a version/],
    [{ idle_minutes: -1 }, /^idle_minutes is a number/],
    [{ "\u001b[31m": 1 }, /^unknown key \?\[31m;/],
    [{ __proto__x: 1 }, /^unknown key/],
    [{ constructor: 1 }, /^unknown key constructor/],
  ];
  for (const [table, expected] of rows) {
    const { settings, complaints } = parseSettings(table);
    t.equal(complaints.length, 1);
    t.match(complaints[0], expected);
    t.same(settings, defaults);
  }
  t.end();
});

t.test("a broken file is one line and the defaults", (t) => {
  const { settings, complaints } = parseSettings(new Error("Invalid TOML\n1: x"));
  t.same(settings, defaults);
  t.same(complaints, ["Invalid TOML; the defaults hold"]);
  t.end();
});

t.test("nothing makes it throw", (t) => {
  fc.assert(fc.property(fc.anything(), (table) => parseSettings(table).settings !== null));
  t.end();
});

t.test("docs/configuration.md names every key, and the defaults that hold", (t) => {
  const page = fs.readFileSync(join(clone, "docs/configuration.md"), "utf8");
  const rows = [...page.matchAll(/^\| `([a-z_]+)` +\| (?:`(.+?)`|none) +\|/gm)];
  const told = rows.map(([, key = ""]) => key);
  const [complaint = ""] = parseSettings({ nothing: 1 }).complaints;
  const known = complaint.replace(/^.*the keys are /, "").split(", ");
  t.same(told.toSorted(), known.toSorted());
  for (const [row, key = "", value] of rows) {
    const text = value === undefined ? "" : `${key} = ${value}`;
    t.same(parseSettings(parse(text)), { settings: defaults, complaints: [] }, row);
  }
  const example = /```toml\n([^]*?)```/.exec(page)?.[1] ?? "entre = 1";
  t.same(parseSettings(parse(example)).complaints, []);
  t.end();
});
