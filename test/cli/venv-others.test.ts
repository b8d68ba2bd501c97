// `pyguard venv` where others can write, or own a part of what is there.

import fs from "node:fs";
import { join } from "node:path";
import t from "tap";
import { sayNothing } from "../../cli/trust/words.ts";
import { asBytes } from "../../daemon/core/bytes.ts";
import { makeProject } from "../daemon/service/house.ts";
import { makeCottage } from "./cottage.ts";
import { installPython, run } from "./fake-python.ts";

t.test("in a directory that others can write to, the line closes it first", (t) => {
  const cottage = makeCottage(t);
  installPython(cottage, "python3");
  const project = cottage.directory("open/p");
  const open = join(cottage.home, "open");
  fs.chmodSync(open, 0o777);
  t.match(cottage.run(project, "status").out, `to make one: chmod go-w ${open} && pyguard venv\n`);
  fs.chmodSync(project, 0o777);
  const line = `chmod go-w ${project} ${open}`;
  t.match(cottage.run(project, "status").out, `into it. To stop that: ${line}\n`);
  t.match(run(cottage, project), {
    status: 1,
    err: `into it. To stop that: ${line} && pyguard venv\n`,
  });
  t.same(fs.readdirSync(project), []);
  fs.chmodSync(open, 0o755);
  fs.chmodSync(project, 0o755);
  t.match(run(cottage, project), { status: 0 });
  t.end();
});

t.test("what cannot be seen is not said to be missing", (t) => {
  const say = (isHidden: boolean) =>
    sayNothing(asBytes("/home/bob/p"), { kind: "gone", isHidden }, { names: [] });
  t.equal(say(true), "nothing can be seen of /home/bob/p: a directory above it is closed to you");
  t.equal(say(false), "there is no directory /home/bob/p");
  t.end();
});

t.test("where nothing can be written, one is told to be made elsewhere", (t) => {
  const cottage = makeCottage(t);
  const project = cottage.directory("p");
  const told =
    /, and nothing can be written there; to make one elsewhere: mkdir -p ~\/my-project && cd ~\/my-project && pyguard venv\n/;
  // Modes do not keep root out, who may be running this.
  const none = {
    kind: "none",
    stop: "top",
    isSearched: true,
    open: [],
    hasProject: false,
  } as const;
  const names = [asBytes(".venv")];
  t.match(`${sayNothing(asBytes(project), none, { names, isFixed: true })}\n`, told);
  if (process.geteuid?.() !== 0) {
    fs.chmodSync(project, 0o555);
    t.match(cottage.run(project, "status").out, told);
    t.match(cottage.run(project, "trust").err, told);
  }
  t.end();
});

t.test("what it makes nobody else can write to, whatever the umask", (t) => {
  const cottage = makeCottage(t);
  const bin = installPython(cottage, "python3");
  const project = cottage.directory("p");
  const script = `umask 000; PATH=${bin}:$PATH; exec "$@"`;
  t.match(cottage.runIn(script, project, "venv"), { status: 0, err: /^(?!.*not trusting)/s });
  t.equal(fs.statSync(join(project, ".venv")).mode & 0o022, 0);
  t.end();
});

t.test("what it may not remove goes aside", (t) => {
  const cottage = makeCottage(t);
  installPython(cottage, "python3", { fails: "[Errno 13] Permission denied: 'x.py'" });
  const project = makeProject(join(cottage.home, "p"));
  t.match(run(cottage, project, "--clear"), {
    status: 1,
    err: /half made now: .*'x\.py'; to make it anew: mv \.venv \.venv\.old && pyguard venv --clear\n$/,
  });
  t.end();
});
