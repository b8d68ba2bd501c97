// Files of a project are read as bytes by parsers that never throw.

import * as fc from "fast-check";
import t from "tap";
import { asBytes } from "../../../daemon/core/bytes.ts";
import { resolve } from "../../../daemon/core/path.ts";
import { tracksBelow } from "../../../daemon/core/parse-git-index.ts";
import { parsePyvenvCfg } from "../../../daemon/core/parse-pyvenv-cfg.ts";
import { parseRedirect } from "../../../daemon/core/parse-redirect.ts";
import { accepts } from "../../../daemon/core/requires-python.ts";
import { isNormal } from "../../../daemon/core/walk.ts";

const bytes = fc
  .uint8Array({ maxLength: 300 })
  .map((array) => asBytes(Buffer.from(array).toString("latin1")));
const lines = fc
  .array(fc.constantFrom("home", "=", " ", "\n", "version", "prompt", "'", '"', "3.12", "\r", "\0"))
  .map((parts) => asBytes(parts.join("")));

t.test("pyvenv.cfg is read as site.py reads it", (t) => {
  const cfg = parsePyvenvCfg(
    asBytes(
      "Home = /usr/bin\r\ninclude-system-site-packages = False\nversion = 3.12.1\nprompt = 'my app'\n",
    ),
  );
  t.same(cfg, {
    home: "/usr/bin",
    prompt: "my app",
    version: "3.12.1",
    systemSitePackages: false,
  });
  t.equal(parsePyvenvCfg(asBytes("version_info = 3.11.2.final.0")).version, "3.11.2");
  t.equal(parsePyvenvCfg(asBytes("version = $(id)")).version, "");
  t.equal(parsePyvenvCfg(asBytes("home=/a\nhome=/b")).home, "/b");
  t.equal(parsePyvenvCfg(asBytes("home = /a = b")).home, "/a = b");
  t.equal(parsePyvenvCfg(asBytes("")).home, "");
  t.end();
});

t.test("a missing line about the system's packages means yes, as it does to CPython", (t) => {
  t.equal(parsePyvenvCfg(asBytes("home = /usr/bin")).systemSitePackages, true);
  t.equal(parsePyvenvCfg(asBytes("include-system-site-packages = TRUE")).systemSitePackages, true);
  t.end();
});

t.test("no pyvenv.cfg makes the parser throw", (t) => {
  fc.assert(fc.property(fc.oneof(bytes, lines), (content) => parsePyvenvCfg(content) !== null));
  t.end();
});

const project = asBytes("/home/me/p");

t.test("a redirect's first line names the environment, relative to the file", (t) => {
  const rows: readonly (readonly [string, object])[] = [
    ["/opt/env\n", { kind: "path", target: "/opt/env" }],
    ["../envs/p\r\n", { kind: "path", target: "/home/me/envs/p" }],
    ["./x/../y", { kind: "path", target: "/home/me/p/y" }],
    ["../../../../../etc\n", { kind: "path", target: "/etc" }],
    ["myenv\nmore\n", { kind: "name", name: "myenv", target: "/home/me/p/myenv" }],
    ["..\n", { kind: "path", target: "/home/me" }],
    ["~/x\n", { kind: "path", target: "/home/me/p/~/x" }],
    ["", { kind: "bad", reason: "empty" }],
    ["\n/opt/env\n", { kind: "bad", reason: "empty" }],
    ["/opt/\u001benv\n", { kind: "bad", reason: "control" }],
    ["/opt/env\r\r\n", { kind: "bad", reason: "control" }],
    ["/opt/\u00ff\n", { kind: "bad", reason: "encoding" }],
  ];
  for (const [content, expected] of rows) {
    t.same(parseRedirect(asBytes(content), project), expected, JSON.stringify(content));
  }
  t.end();
});

t.test("CVE-2025-48384: no carriage return or space is lost on the way", (t) => {
  t.same(parseRedirect(asBytes("/opt/env \n"), project), { kind: "path", target: "/opt/env " });
  t.match(parseRedirect(asBytes("/opt/env\r\u0020\n"), project), { kind: "bad" });
  t.end();
});

t.test("whatever a redirect says, its target is absolute and normal", (t) => {
  fc.assert(
    fc.property(bytes, (content) => {
      const redirect = parseRedirect(content, project);
      return redirect.kind === "bad" || isNormal(redirect.target);
    }),
  );
  fc.assert(fc.property(bytes, (path) => isNormal(resolve(project, path))));
  t.end();
});

/** An index of git with these names; version 4 leaves out what a name shares with the one before. */
function makeIndex(version: 2 | 4, names: readonly string[]): Buffer {
  const header = Buffer.alloc(12);
  header.write("DIRC");
  header.writeUInt32BE(version, 4);
  header.writeUInt32BE(names.length, 8);
  const entries = names.map((name, index) => {
    const fixed = Buffer.alloc(62);
    fixed.writeUInt16BE(Math.min(name.length, 0xfff), 60);
    if (version === 2) {
      const padding = Buffer.alloc(8 - ((62 + name.length) % 8));
      return Buffer.concat([fixed, Buffer.from(name, "latin1"), padding]);
    }
    const before = names[index - 1] ?? "";
    const shared = Array.from(name).findIndex((letter, at) => letter !== before[at]);
    const kept = shared < 0 ? Math.min(name.length, before.length) : shared;
    const strip = Buffer.from([before.length - kept]);
    return Buffer.concat([fixed, strip, Buffer.from(`${name.slice(kept)}\0`, "latin1")]);
  });
  return Buffer.concat([header, ...entries, Buffer.alloc(20)]);
}

t.test("git's index tells whether an environment came with a clone", (t) => {
  for (const version of [2, 4] as const) {
    const long = `d/.venv/${"x".repeat(0x2000)}`;
    const names = ["a/.venv/bin/ls", "a/.venv/pyvenv.cfg", "b.py", "c/.venvs/x", long];
    const index = makeIndex(version, names);
    const tracks = (path: string): boolean | null => tracksBelow(index, asBytes(path));
    t.equal(tracks("a/.venv"), true, `version ${version}`);
    t.equal(tracks("c/.venv"), false, `version ${version}`);
    t.equal(tracks("b"), false, `version ${version}`);
    t.equal(tracks(".venv"), false, `version ${version}: one deeper down is another`);
    t.equal(tracks("d/.venv"), true, `version ${version}: a name longer than can be said`);
  }
  t.equal(tracksBelow(Buffer.from("no index"), asBytes("a")), null);
  t.equal(tracksBelow(makeIndex(4, ["a/b"]).subarray(0, 40), asBytes("a")), null);
  t.end();
});

t.test("an environment that is a submodule came with the repository, too", (t) => {
  for (const version of [2, 4] as const) {
    const index = makeIndex(version, ["a/.venv", "b/.venv"]);
    index.writeUInt32BE(0o160000, 12 + 24);
    t.equal(tracksBelow(index, asBytes("a/.venv")), true, `version ${version}`);
    t.equal(tracksBelow(index, asBytes("a/.ven")), false, `version ${version}: of that name`);
    t.equal(tracksBelow(index, asBytes("b/.venv")), false, `version ${version}: a link or a file`);
  }
  t.end();
});

t.test("an index that a folder brings is read in no time, whatever is in it", (t) => {
  const header = makeIndex(2, []).subarray(0, 12);
  const names = Buffer.concat([header, Buffer.from(".venv/".repeat(200_000))]);
  const start = process.cpuUsage();
  t.equal(tracksBelow(names, asBytes(".venv")), false);
  // Each entry takes the long name before it, but for its end.
  const long = Buffer.concat([Buffer.alloc(63), Buffer.from(`${"x".repeat(500_000)}\0`)]);
  const other = Buffer.concat([Buffer.alloc(62), Buffer.from("\u0001y\0")]);
  const entries = Array.from({ length: 10_000 }, () => other);
  const grown = makeIndex(4, []);
  grown.writeUInt32BE(entries.length, 8);
  const compressed = Buffer.concat([grown.subarray(0, 12), long, ...entries]);
  t.equal(tracksBelow(compressed, asBytes(".venv")), null);
  const took = process.cpuUsage(start).user / 1000;
  t.ok(took < 1000, `took ${Math.round(took)} ms`);
  t.end();
});

t.test("no bytes make the parser of the index throw or hang", (t) => {
  const prefix = fc.constantFrom(2, 3, 4, 5).map((version) => {
    const header = Buffer.alloc(12);
    header.write("DIRC");
    header.writeUInt32BE(version, 4);
    header.writeUInt32BE(0xffffffff, 8);
    return header;
  });
  fc.assert(
    fc.property(prefix, fc.uint8Array({ maxLength: 400 }), (header, rest) => {
      const result = tracksBelow(Buffer.concat([header, rest]), asBytes("a/.venv"));
      return result === null || typeof result === "boolean";
    }),
  );
  t.end();
});

t.test("a project's wish for a Python is understood", (t) => {
  const rows: readonly (readonly [string, string, boolean | null])[] = [
    [">=3.10", "3.11.7", true],
    [">=3.12", "3.11.7", false],
    [">=3.8,<3.12", "3.11.7", true],
    ["~=3.11", "3.12.0", true],
    ["~=3.11.2", "3.12.0", false],
    ["==3.11.*", "3.11.7", true],
    ["!=3.11.*", "3.11.7", false],
    ["== 3.11", "3.11.0", true],
    ["<4", "3.13.0", true],
    [">3.11", "3.11.0", false],
    ["", "3.11.7", true],
    ["^3.10", "3.11.7", null],
    [">=3.11rc1", "3.11.7", null],
  ];
  for (const [requires, version, expected] of rows) {
    const release = version.split(".").map(Number);
    t.equal(accepts(requires, release), expected, `${version} ${requires}`);
  }
  fc.assert(fc.property(fc.string(), (text) => accepts(text, [3, 11, 7]) !== undefined));
  t.end();
});
