// The answer without a daemon: the same words in, the same words out.

import { spawn } from "node:child_process";
import fs from "node:fs";
import { join } from "node:path";
import t, { type Test } from "tap";
import { asBytes, fromText } from "../../daemon/core/bytes.ts";
import { parseAnswer } from "../../daemon/wire/answer.ts";
import { renderQuestion, type Question } from "../../daemon/wire/question.ts";
import { makeThrowAway } from "../real/throw-away.ts";
import { home, makeQuestion } from "./io/stage.ts";

type Ended = { readonly status: number | null; readonly out: Buffer; readonly errors: string };

/** Runs `launch answer` in a home of its own. */
function makeAsker(t: Test) {
  const { path: root, remove } = makeThrowAway();
  t.teardown(remove);
  const env = {
    HOME: root,
    XDG_RUNTIME_DIR: root,
    PATH: `${join(process.execPath, "..")}:/usr/bin:/bin`,
  };
  const answer = (input: Buffer, extra: NodeJS.ProcessEnv = {}): Promise<Ended> =>
    new Promise((resolve) => {
      const child = spawn(join(home, "daemon", "launch"), ["answer"], {
        env: { ...env, ...extra },
      });
      const out: Buffer[] = [];
      const errors: Buffer[] = [];
      child.stdout.on("data", (chunk: Buffer) => out.push(chunk));
      child.stderr.on("data", (chunk: Buffer) => errors.push(chunk));
      child.stdin.on("error", () => {});
      child.on("close", (status) => {
        resolve({ status, out: Buffer.concat(out), errors: String(Buffer.concat(errors)) });
      });
      child.stdin.end(input);
    });
  const ask = async (question: Question, extra?: NodeJS.ProcessEnv) =>
    parseAnswer((await answer(renderQuestion(question), extra)).out);
  return { root, answer, ask };
}

t.jobs = 3;

t.test("answers without a witness, in a private directory it makes", async (t) => {
  const { root, ask } = makeAsker(t);
  const question = makeQuestion({ directory: fromText(root) });
  t.match(await ask(question), {
    number: question.number,
    directory: root,
    state: "out",
    witness: "",
    venvHere: false,
  });
  t.equal(fs.statSync(join(root, "pyguard")).mode & 0o777, 0o700);
});

t.test("forgets that a daemon was stopped before the machine started anew", async (t) => {
  const { root, ask } = makeAsker(t);
  const question = makeQuestion({ directory: fromText(root) });
  await ask(question);
  const [id = ""] = fs.readdirSync(join(root, "pyguard"));
  const off = join(root, "pyguard", id, "off");
  const boot = fs.readFileSync("/proc/sys/kernel/random/boot_id", "utf8");
  for (const [meant, isLeft] of [
    ["another boot\n", false],
    [boot, true],
    ["", true],
  ] as const) {
    fs.writeFileSync(off, meant);
    t.match(await ask(question), { state: "out" });
    t.equal(fs.existsSync(off), isLeft, JSON.stringify(meant));
  }
});

t.test("sees what is there", async (t) => {
  const { root, ask } = makeAsker(t);
  const project = join(root, "project");
  fs.mkdirSync(join(project, ".venv", "bin"), { recursive: true });
  fs.writeFileSync(join(project, ".venv", "pyvenv.cfg"), "home = /usr/bin\nversion = 3.11.2\n");
  t.match(await ask(makeQuestion({ directory: fromText(project) })), {
    state: "out",
    venvHere: true,
  });
});

t.test("judges a command by the variables in the question, not by its own", async (t) => {
  const { root, ask } = makeAsker(t);
  const question = makeQuestion({
    verb: "pip",
    directory: fromText(root),
    argv: ["pip", "--version"].map(asBytes),
    variables: new Map([["PATH", asBytes("/usr/bin:/bin")]]),
  });
  t.match(await ask(question, { NODE_OPTIONS: "--no-such-option", PYTHONHOME: "/x" }), {
    decision: "allow",
  });
});

t.test("a bad question is one line and status 2", async (t) => {
  const { answer } = makeAsker(t);
  const whole = renderQuestion(makeQuestion());
  for (const input of [
    "",
    "hello",
    whole.subarray(0, -3),
    Buffer.concat([whole, whole]),
    Buffer.alloc(200_000, "x"),
  ]) {
    const { status, out, errors } = await answer(Buffer.from(input));
    t.equal(status, 2);
    t.equal(out.length, 0);
    t.match(errors, /^pyguard: this is no question: [^\n]+\n$/);
  }
});
