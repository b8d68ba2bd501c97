// Whether a Python sees the account's own packages: what the rule says, and what real Pythons do.

import { basename, dirname } from "node:path";
import t from "tap";
import { asBytes } from "../../../../daemon/core/bytes.ts";
import { hidesUserSite } from "../../../../daemon/core/pip/user-site.ts";
import { findPythons, run } from "../../io/pip/pythons.ts";

type Python = Parameters<typeof hidesUserSite>[0]["python"];

function cpython(version: string | null): Python {
  return { hidesUserSite: false, library: asBytes("python3.12"), version };
}

t.test("PYTHONNOUSERSITE hides it where this Python says so", async (t) => {
  const values = ["", "0", "00", "-0", "+0", " 0", "\t0", "0 ", "0x0", "0.0", "1", "-1", "false"];
  const asked =
    "import sys; sys.stdout.write('%d %d.%d' % ((sys.flags.no_user_site,) + sys.version_info[:2]))";
  for (const interpreter of findPythons()) {
    for (const variable of values) {
      const said = run(interpreter, ["-c", asked], { PYTHONNOUSERSITE: variable }) ?? "";
      const [hides, version = ""] = said.split(" ");
      const told = hidesUserSite({ python: cpython(version), variable, options: [] });
      const name = `${basename(dirname(dirname(interpreter)))}: ${JSON.stringify(variable)}`;
      t.equal(told, hides === "1", name);
    }
  }
});

t.test("old Pythons and PyPy take any word for a yes", async (t) => {
  const zero = { variable: "0", options: [] };
  const pypy = { ...cpython("3.10.13"), library: asBytes("pypy3.10") };
  t.equal(hidesUserSite({ ...zero, python: cpython("3.6.15") }), true);
  t.equal(hidesUserSite({ ...zero, python: cpython("2.7.18") }), true);
  t.equal(hidesUserSite({ ...zero, python: pypy }), true);
  t.equal(hidesUserSite({ ...zero, python: cpython(null) }), false);
  t.equal(hidesUserSite({ ...zero, python: pypy, variable: "" }), false);
});

t.test("options of Python's own", async (t) => {
  const rows: readonly (readonly [string, variable: string, hides: boolean])[] = [
    ["-s", "", true],
    ["-Im pip", "", true],
    ["-bsWerror", "", true],
    ["-Walways", "", false],
    ["-Xsomething", "", false],
    ["-E -m pip", "1", false],
    ["-B", "1", true],
    ["-sP", "0", true],
  ];
  for (const [line, variable, hides] of rows) {
    const told = hidesUserSite({ python: cpython("3.12.1"), variable, options: line.split(" ") });
    t.equal(told, hides, `${variable} ${line}`);
  }
});
