// What is no question is answered by nobody: not by the reader, not by one run, not by the daemon; and it stays up.

import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { execa } from "execa";
import t from "tap";
import { parseAnswer } from "../../daemon/wire/answer.ts";
import { answerFile, questionFile } from "../../daemon/wire/names.ts";
import { parseQuestion } from "../../daemon/wire/question.ts";
import { clone, Sandbox } from "../real/sandbox.ts";
import { badQuestions, frameOf, goodFields } from "./bad-questions.ts";

t.setTimeout(120_000);

t.test("the table's own good question is one", async (t) => {
  t.equal(parseQuestion(frameOf(goodFields)).kind, "question");
});

t.test("the reader takes none", async (t) => {
  for (const { name, frame } of badQuestions) {
    t.not(parseQuestion(frame).kind, "question", name);
  }
});

t.test("one run answers none, with one line that says why", async (t) => {
  const sandbox = new Sandbox();
  t.teardown(() => sandbox.close());
  for (const { name, frame } of badQuestions) {
    const ran = await ask(sandbox, frame);
    t.match({ status: ran.exitCode, output: ran.stdout }, { status: 2, output: "" }, name);
    t.match(ran.stderr, /^pyguard: [^\n]+$/, `${name}, the reason`);
  }
  const ran = await ask(sandbox, frameOf(goodFields));
  t.ok(parseAnswer(Buffer.from(ran.stdout, "latin1")), "and answers one that is right");
});

function ask(sandbox: Sandbox, frame: Buffer) {
  return execa(process.execPath, [join(clone, "dist/daemon/one-shot.js")], {
    env: sandbox.environment(),
    extendEnv: false,
    input: frame,
    reject: false,
    encoding: "latin1",
  });
}

t.test("the daemon answers none on its socket and goes on", async (t) => {
  const directory = await startDaemon(t);
  for (const { name, frame } of badQuestions) {
    t.equal(await askSocket(directory, frame), "", name);
  }
  const answer = await askSocket(directory, frameOf(goodFields));
  t.ok(parseAnswer(Buffer.from(answer, "latin1")), "and answers one that is right");
});

t.test("the daemon answers none at its bell and goes on", async (t) => {
  const directory = await startDaemon(t);
  const left = (ring: number): string =>
    join(directory, answerFile({ id: `4711.${ring}`, number: "1" }));
  for (const [ring, { frame }] of badQuestions.entries()) {
    await ringBell(directory, ring, frame);
  }
  for (const junk of [
    "",
    "\n",
    "no ring\n",
    "../x 1\n",
    `${"9".repeat(500)}\n`,
    "4711.1 $(id)\n",
  ]) {
    await execa("sh", ["-c", 'printf %s "$1" 1<>"$2"', "sh", junk, join(directory, "bell")]);
  }
  const last = badQuestions.length;
  await ringBell(directory, last, frameOf(goodFields));
  // Rings are heard in their order.
  await waitFor(() => existsSync(left(last)));
  t.ok(existsSync(left(last)), "and answers one that is right");
  for (const [ring, { name }] of badQuestions.entries()) {
    t.equal(
      readFileSync(left(ring), "utf8"),
      "",
      `${name}: whoever asked hears that there is no answer`,
    );
  }
});

/** Starts a real daemon; its runtime directory. */
async function startDaemon(t: { teardown: (act: () => Promise<void>) => void }): Promise<string> {
  const sandbox = new Sandbox();
  t.teardown(() => sandbox.close());
  await sandbox.pyguard(["daemon", "start"]);
  await sandbox.awaitDaemon();
  return sandbox.runtimeDirectory() ?? "";
}

async function askSocket(directory: string, frame: Buffer): Promise<string> {
  const socket = connect(join(directory, "sock"));
  socket.on("error", () => {});
  socket.end(frame);
  return text(socket.setEncoding("latin1")).catch(() => "");
}

async function ringBell(directory: string, ring: number, frame: Buffer): Promise<void> {
  const id = `4711.${ring}`;
  writeFileSync(join(directory, questionFile({ id, number: "1" })), frame);
  await execa("sh", ["-c", 'printf "%s 1\\n" "$1" 1<>"$2"', "sh", id, join(directory, "bell")]);
}

async function waitFor(holds: () => boolean): Promise<void> {
  for (let waits = 0; waits < 100 && !holds(); waits += 1) {
    await new Promise((resolve) => {
      setTimeout(resolve, 50);
    });
  }
}
