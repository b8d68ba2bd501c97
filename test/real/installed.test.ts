// What install.sh leaves works in a new terminal of every shell, and what uninstall leaves is what was there.

import {
  appendFileSync,
  cpSync,
  mkdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { dialectOf } from "./dialect.ts";
import { eachShell } from "./each-shell.ts";
import { prelude, startFile } from "./launch.ts";
import { refusal } from "./pip-steps.ts";
import { clone, Sandbox } from "./sandbox.ts";
import { makeStage, type Step } from "./stage.ts";
import { cd, endsWith, inside, leave, outside, prints, printsNothing, types } from "./steps.ts";

eachShell({ title: "installed", count: 1 }, async (t, shell) => {
  const sandbox = new Sandbox();
  t.teardown(() => sandbox.close());
  const rc = join(sandbox.home, startFile(shell.name));
  mkdirSync(dirname(rc), { recursive: true });
  writeFileSync(rc, prelude(shell.name));
  const staged = stageBuild(sandbox);
  const command = [join(clone, "install.sh"), "--no-proof", "--shell", shell.name] as const;
  const environment = { PYGUARD_STAGED: staged };
  const installed = await sandbox.run(command, { environment });
  t.equal(installed.status, 0, installed.output + installed.errors);
  t.match(installed.output, `To have it in one, type there:  exec ${shell.name}\n`);
  mkdirSync(join(sandbox.home, "proj"));
  const place = { sandbox, shell, dialect: dialectOf(shell.name), path: sandbox.home };
  const stage = await makeStage(t, place, await sandbox.openAsIs(shell));
  for (const step of steps) {
    await step(stage);
  }
  // The build that the terminal loaded stays for one upgrade; after two it is gone.
  for (const upgrade of ["first", "second"]) {
    appendFileSync(join(staged, "cli/install/build.sh"), `# ${upgrade}\n`);
    t.equal((await sandbox.run(command, { environment })).status, 0, `the ${upgrade} upgrade`);
  }
  for (const step of upgraded) {
    await step(stage);
  }
  const undone = await sandbox.run([join(sandbox.home, ".local/bin/pyguard"), "uninstall"]);
  t.equal(undone.status, 0, undone.errors);
  t.equal(readFileSync(rc, "utf8"), prelude(shell.name), "the start file is as it was");
  for (const step of afterwards) {
    await step(stage);
  }
});

const steps: readonly Step[] = [
  printsNothing(),
  cd("proj"),
  types("pyguard venv --without-pip"),
  inside("proj"),
  types("pyguard status"),
  prints(/proj/),
  leave(),
  outside(),
  types("pip install requests"),
  prints(refusal),
  endsWith(3),
];

/** The terminal that is open goes on with what is there now. */
const upgraded: readonly Step[] = [
  types("pyguard trusted"),
  prints(/proj/),
  types("pip install requests"),
  prints(refusal),
  endsWith(3),
];

/** The terminal that is open goes on as if nothing had been there. */
const afterwards: readonly Step[] = [
  types(""),
  printsNothing(),
  types("pip install requests"),
  prints("pip ran\n"),
  cd("proj"),
  printsNothing(),
  leave(),
  printsNothing(),
  outside(),
];

/** What a build leaves, the compiled code and the packages behind links. */
function stageBuild(sandbox: Sandbox): string {
  const staged = join(sandbox.home, "staged");
  for (const path of ["hooks", "cli", "daemon", "install.sh", "package.json"]) {
    cpSync(join(clone, path), join(staged, path), { recursive: true });
  }
  for (const path of ["dist", "node_modules"]) {
    symlinkSync(join(clone, path), join(staged, path));
  }
  return staged;
}
