// Which Python is asked for, by the names that people and their tools write.

import { assert, property, string } from "fast-check";
import t from "tap";
import {
  fit,
  parsePythonRequest,
  parsePythonVersionFile,
  showRequest,
} from "../../../daemon/core/python-request.ts";

t.test("names of versions", (t) => {
  const rows: readonly (readonly [string, string | null])[] = [
    ["3", "3"],
    ["3.12", "3.12"],
    ["3.12.1", "3.12.1"],
    [" 3.12.1 ", "3.12.1"],
    ["cpython-3.12.1", "3.12.1"],
    ["cpython@3.12", "3.12"],
    ["python3.12", "3.12"],
    ["python-3.12.1", "3.12.1"],
    ["cpython-3.12.1-linux-x86_64-gnu", "3.12.1"],
    ["pypy3.10-7.3.13", "pypy3.10"],
    ["pypy3.10", "pypy3.10"],
    ["miniconda3-latest", null],
    ["system", null],
    ["my-env", null],
    ["3.12.1.4", null],
    ["", null],
    ["pypy3", "pypy3"],
  ];
  for (const [text, expected] of rows) {
    const request = parsePythonRequest(text);
    t.equal(request === null ? null : showRequest(request), expected, text);
  }
  t.equal(showRequest(parsePythonVersionFile("# x\n\n3.11 # y\n3.9\n") ?? fail()), "3.11");
  t.equal(parsePythonVersionFile("\n# only\n"), null);
  assert(property(string(), (text) => parsePythonVersionFile(text) !== undefined));
  t.end();
});

t.test("what fits them", (t) => {
  const rows: readonly (readonly [string, string, string])[] = [
    ["3.12", "3.12.1", "exact"],
    ["3.12.1", "3.12.1", "exact"],
    ["3.12.1", "3.12.4", "near"],
    ["3.12", "3.11.9", "no"],
    ["3.12.1", "3.11.1", "no"],
    ["3", "3.11.1", "exact"],
    ["pypy3.10", "3.10.1", "no"],
  ];
  for (const [wanted, version, expected] of rows) {
    const offered = { implementation: "cpython", release: version.split(".").map(Number) };
    t.equal(fit(parsePythonRequest(wanted) ?? fail(), offered), expected, `${wanted} ${version}`);
  }
  t.end();
});

function fail(): never {
  throw new Error("it should have been understood");
}
