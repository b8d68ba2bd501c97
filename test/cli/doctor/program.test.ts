// The command itself: silent where all is well, three lines a finding, JSON for programs, what may be ignored.

import fs from "node:fs";
import { join } from "node:path";
import t from "tap";
import { makeCottage } from "../cottage.ts";

t.test("pyguard doctor", async (t) => {
  const { home, directory, runWith } = makeCottage(t);
  // No shell is on it, so none lacks its hook.
  const base = { PATH: directory("bin"), PYGUARD_SEGMENT: "||" };
  const run = (...words: readonly string[]) => runWith(base, home, "doctor", ...words);
  t.same(run(), { status: 0, out: "", err: "" }, "all is well");
  t.same(run("--json"), {
    status: 0,
    out: '{"schema":1,"findings":[],"pythons":[]}\n',
    err: "",
  });
  const bin = directory(".local/bin");
  fs.writeFileSync(join(bin, "tool"), "#!/nowhere/python3\n");
  fs.writeFileSync(join(bin, "od\u001b[31md"), "#!/nowhere/python3\n");
  const user = `user-scripts: its Python is gone: /nowhere/python3
  where  ${bin}/tool
  mend   rm -- ${bin}/tool
`;
  t.match(run(), { status: 1, err: "" });
  t.match(run().out, `${bin}/od?[31md\n`, "nothing reaches the terminal that is no text");
  fs.rmSync(join(bin, "od\u001b[31md"));
  t.same(run(), { status: 1, out: user, err: "" });
  t.match(JSON.parse(run("--json").out), {
    schema: 1,
    findings: [{ id: "user-scripts", where: `${bin}/tool`, names: ["tool"] }],
  });
  t.match(run("--ignore", "tool"), { status: 0, out: "" });
  t.match(run("--ignore", "x", "--ignore", "user-scripts"), { status: 0, out: "" });
  t.match(run("--ignore", "other"), { status: 1 });
  t.match(run("--ignore"), { status: 2, out: "", err: /^pyguard: / });
});
