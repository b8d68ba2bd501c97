// What is heard of changes where shells stand, and that hearing goes on.

import fs from "node:fs";
import { join } from "node:path";
import t, { type Test } from "tap";
import { fromText, type Bytes } from "../../../daemon/core/bytes.ts";
import { Watch, type Place } from "../../../daemon/io/watch.ts";
import { until } from "./stage.ts";

/** A project that somebody stands in, watched. */
async function listen(t: Test, place: Partial<Place> = {}) {
  const project = fs.realpathSync(t.testdir({ venv: { bin: {} }, elsewhere: { bin: {} } }));
  const paths = [join(project, "venv"), join(project, "venv/bin")];
  const heard = new Set<Bytes>();
  let rounds = 0;
  const directory = fromText(project);
  const watch = new Watch({
    places: () => [{ directory, restsOn: paths.map(fromText), mayBeLinks: true, ...place }],
    trust: [],
    changed: (directories, changed) => {
      if (directories.includes(directory)) {
        changed.forEach((path) => heard.add(path));
      }
    },
    changedAll: () => {
      rounds += 1;
    },
    failed: (what, error) => t.fail(`${what}: ${String(error)}`),
  });
  t.teardown(() => watch.close());
  watch.update();
  await until(project, () => rounds > 0);
  /** Fails unless it is heard that something is done to a path. */
  const hears = async (name: string, act: (path: string) => void): Promise<void> => {
    const path = join(project, name);
    heard.clear();
    act(path);
    await until(project, () => heard.has(fromText(path)));
    t.pass(`heard of ${path}`);
  };
  return { project, watch, hears };
}

const open = (path: string): void => fs.chmodSync(path, 0o777);
const close = (path: string): void => fs.chmodSync(path, 0o755);
const make = (path: string): void => fs.writeFileSync(path, "");

t.test("a change of a directory makes it deaf for nothing below", async (t) => {
  const { hears } = await listen(t);
  for (const outer of ["", "venv", "venv/bin"]) {
    await hears(outer, open);
    await hears(outer, close);
    await hears("venv/bin", open);
    await hears("venv/bin", close);
    await hears("venv/pyvenv.cfg", make);
    await hears("venv/bin/python", make);
  }
});

t.test("a directory that was made anew is heard of again", async (t) => {
  const { project, watch, hears } = await listen(t);
  fs.rmSync(join(project, "venv"), { recursive: true });
  await until(project, () => watch.counts().watched === 1);
  fs.mkdirSync(join(project, "venv/bin"), { recursive: true });
  watch.update();
  await until(project, () => watch.counts().watched === 3);
  await hears("venv/bin/python", make);
});

t.test("what nobody asks about any more is let go", async (t) => {
  const restsOn: Bytes[] = [];
  const { project, watch } = await listen(t, { restsOn });
  restsOn.push(fromText(join(project, "venv")));
  watch.update();
  await until(project, () => watch.counts().watched === 2);
  restsOn.pop();
  watch.update();
  await until(project, () => watch.counts().watched === 1);
});

t.test("a link in what nobody trusts is not followed", async (t) => {
  const restsOn: Bytes[] = [];
  const { project, watch } = await listen(t, { restsOn, mayBeLinks: false });
  fs.symlinkSync(join(project, "elsewhere"), join(project, "link"));
  restsOn.push(fromText(join(project, "link")), fromText(join(project, "venv")));
  watch.update();
  await until(project, () => watch.counts().watched === 2);
  t.equal(watch.counts().watchable, 3);
});
