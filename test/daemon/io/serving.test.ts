// Questions and answers over socket and bell, and whatever else is sent there.

import fs from "node:fs";
import { connect, type Socket } from "node:net";
import { once } from "node:events";
import { join } from "node:path";
import t from "tap";
import { WebSocket } from "ws";
import { asBytes } from "../../../daemon/core/bytes.ts";
import { parseAnswer } from "../../../daemon/wire/answer.ts";
import { renderQuestion } from "../../../daemon/wire/question.ts";
import {
  answersAs,
  ask,
  makeQuestion,
  makeStage,
  ring,
  ringByName,
  send,
  until,
  write,
} from "./stage.ts";

t.jobs = 3;

t.test("answers over socket and bell, with its witness", async (t) => {
  const { runtime, serve, witness } = makeStage(t);
  const daemon = await serve();
  const question = makeQuestion();
  const expected = { number: question.number, directory: "/", witness: `up.1.0.${daemon.pid}` };
  t.match(await ask(runtime, question), expected);
  t.match(await ring(runtime, question, `${process.pid}.7`), expected);
  t.match(witness(), { generation: 1, change: 0, pid: daemon.pid });
  t.notOk(fs.existsSync(join(runtime, `q.${process.pid}.7`)), "a question is not kept");
});

t.test("answers to a ring by name", { skip: process.platform !== "linux" }, async (t) => {
  const { runtime, serve, names } = makeStage(t);
  const daemon = await serve();
  const rings = join(runtime, "rings");
  const asks = async (): Promise<void> => {
    const question = makeQuestion();
    const expected = { number: question.number, witness: `up.1.0.${daemon.pid}` };
    t.match(await ringByName(runtime, question, `${process.pid}.7`), expected);
    t.same(fs.readdirSync(rings), ["asked"], "a ring is not kept");
    t.notOk(fs.existsSync(join(rings, "asked", `q.${process.pid}.7`)), "nor a question");
  };
  await asks();
  for (const name of ["noise", "1.2", "1.2.x", "999.1.2"]) {
    fs.writeFileSync(join(rings, name), "");
  }
  await until(runtime, () => !fs.existsSync(join(rings, "999.1.2")));
  ["noise", "1.2", "1.2.x"].forEach((name) => fs.rmSync(join(rings, name)));
  await asks();
  fs.renameSync(rings, join(runtime, "moved"));
  await until(runtime, () => fs.existsSync(join(rings, "asked")));
  await asks();
  daemon.process.kill("SIGTERM");
  await daemon.ended;
  t.notOk(names().includes("rings"), "no shell is led to think that somebody listens");
});

t.test("takes a question in any pieces, also when an argument looks like the end", async (t) => {
  const { runtime, serve } = makeStage(t);
  await serve();
  const argv = ["pip", "install", ".", ".", "x"].map(asBytes);
  const question = makeQuestion({ verb: "pip", argv });
  const frame = renderQuestion(question);
  for (let cut = 1; cut < frame.length; cut += 7) {
    const answer = await send(runtime, [frame.subarray(0, cut), frame.subarray(cut)]);
    t.ok(answer.includes(`\0${question.number}\0`), `cut at ${cut}`);
  }
});

const bad: readonly (readonly [string, string])[] = [
  ["nothing", ""],
  ["another protocol", "pyguard/2\0".concat("x\0".repeat(12), ".\0")],
  ["a short question", ["pyguard/1", "7", "here", ".", ""].join("\0")],
  ["noise", `${"\u0001\u00ff".repeat(500)}\0.\0`],
  ["far too much", "x".repeat(200_000)],
  ["HTTP of a kind nobody speaks", "PUT / HTTP/1.1\r\nHost: x\r\n\r\n"],
];

t.test("drops what is no question, and goes on", async (t) => {
  const { runtime, serve } = makeStage(t);
  const daemon = await serve();
  for (const [name, text] of bad) {
    const socket = connect(join(runtime, "sock")).on("error", () => {});
    socket.end(Buffer.from(text, "latin1"));
    socket.resume();
    await closed(socket);
    t.equal(socket.bytesRead, 0, name);
  }
  t.equal(await answersAs(runtime), daemon.pid);
});

t.test("drops a client that takes its time, without waiting for it", async (t) => {
  const { runtime, serve } = makeStage(t);
  await serve();
  const slow = connect(join(runtime, "sock")).on("error", () => {});
  slow.write("pyguard/1\0");
  await once(slow, "connect");
  t.ok(await ask(runtime, makeQuestion()), "others are served meanwhile");
  slow.resume();
  await closed(slow);
  t.equal(slow.bytesRead, 0);
});

t.test("a client that is gone before its answer is no trouble", async (t) => {
  const { runtime, serve } = makeStage(t);
  const daemon = await serve({ delayMs: 30 });
  for (let index = 0; index < 50; index += 1) {
    const socket = connect(join(runtime, "sock")).on("error", () => {});
    socket.write(renderQuestion(makeQuestion()), () => socket.destroy());
    await closed(socket);
  }
  t.equal(await answersAs(runtime), daemon.pid);
});

t.test("an answer that cannot be made leaves the shell as it is", async (t) => {
  const { runtime, serve } = makeStage(t);
  await serve();
  const answer = await ask(runtime, makeQuestion({ directory: asBytes("/throw") }));
  t.match(answer, { state: "keep", witness: "", directory: "/throw" });
});

t.test(
  "a pip command that cannot be judged is not let go: there is no answer, at once",
  async (t) => {
    const { runtime, serve } = makeStage(t);
    await serve();
    const question = makeQuestion({
      verb: "pip",
      directory: asBytes("/throw"),
      argv: [asBytes("pip")],
    });
    t.equal((await send(runtime, [renderQuestion(question)])).length, 0);
    t.equal(await ring(runtime, question, `${process.pid}.7`), null);
  },
);

t.test("says at once that it is busy, and drops nobody", async (t) => {
  const { runtime, serve } = makeStage(t);
  await serve({ delayMs: 400 });
  const answers = await Promise.all(
    Array.from({ length: 300 }, () => ask(runtime, makeQuestion())),
  );
  t.equal(answers.filter((answer) => answer === null).length, 0);
  t.equal(answers.filter((answer) => answer?.name === "").length, 300 - 256, "unjudged");
});

t.test("whoever listens hears what happens, and keeps the daemon", async (t) => {
  const { runtime, serve } = makeStage(t);
  const daemon = await serve({ idleMinutes: 0.001 });
  await ask(runtime, makeQuestion());
  const client = new WebSocket(`ws+unix:${runtime}/sock:/events`);
  await once(client, "open");
  const heard = once(client, "message");
  await ask(runtime, makeQuestion({ directory: asBytes("/in") }));
  const [message] = await heard;
  t.match(JSON.parse(String(message)), {
    schema: 1,
    type: "entered",
    shell: "bash",
    pid: process.pid,
    directory: "/in",
    environment: "/in/.venv",
  });
  await ask(runtime, makeQuestion({ verb: "bye" }));
  const since = performance.now();
  await until(runtime, () => performance.now() - since > 500);
  t.equal(await answersAs(runtime), daemon.pid, "nobody else needs it");
  const goodbye = once(client, "close");
  daemon.process.kill("SIGTERM");
  t.equal((await goodbye)[0], 1001);
  await daemon.ended;
});

t.test("bad rings and bad questions are heard and forgotten", async (t) => {
  const { runtime, serve } = makeStage(t);
  await serve();
  const bell = join(runtime, "bell");
  const question = (id: string): string => join(runtime, `q.${process.pid}.${id}`);
  fs.symlinkSync("/etc/passwd", question("1"));
  fs.mkdirSync(question("2"));
  fs.writeFileSync(question("3"), Buffer.alloc(200_000));
  fs.writeFileSync(question("4"), "nonsense");
  fs.writeFileSync(question("5"), renderQuestion(makeQuestion()));
  const rings = [1, 2, 3, 4, 5, 6].map((id) => `${process.pid}.${id} 999\n`);
  const noise = ["\n", "no ring\n", `${"7".repeat(300)}\n`, "../../etc.1 1\n", "1.1 1 1\n"];
  [...rings, ...noise, "half a ri"].forEach((line) => write(bell, line));
  write(bell, "ng\n");
  t.ok(await ring(runtime, makeQuestion(), `${process.pid}.7`), "the next one is answered");
  const answers = fs.readdirSync(runtime).filter((name) => name.startsWith("a."));
  const empty = answers.filter((name) => fs.statSync(join(runtime, name)).size === 0);
  t.same(
    empty.toSorted(),
    ["1", "2", "3", "4"].map((id) => `a.${process.pid}.${id}.999`),
  );
  t.equal(answers.length, 5, "and nothing for who has asked again, or never");
});

t.test("a question is kept for its own ring where an older one is heard late", async (t) => {
  const { runtime, serve } = makeStage(t);
  await serve();
  const question = makeQuestion();
  const id = `${process.pid}.7`;
  fs.writeFileSync(join(runtime, `q.${id}`), renderQuestion(question));
  write(join(runtime, "bell"), `${id} 999\n${id} ${question.number}\n`);
  const answer = join(runtime, `a.${id}.${question.number}`);
  await until(runtime, () => fs.existsSync(answer));
  t.ok(parseAnswer(fs.readFileSync(answer)));
  t.notOk(fs.existsSync(join(runtime, `q.${id}`)));
});

t.test("a bell rung full while it is stopped is heard when it goes on", async (t) => {
  const { runtime, serve } = makeStage(t);
  const daemon = await serve();
  daemon.process.kill("SIGSTOP");
  let rings = 0;
  while (write(join(runtime, "bell"), `${process.pid}.${rings} 1\n`.padStart(20, "0"))) {
    rings += 1;
  }
  t.ok(rings > 400, `${rings} rings fit`);
  daemon.process.kill("SIGCONT");
  t.ok(await ring(runtime, makeQuestion(), `${process.pid}.7`));
});

t.test("a full backlog is served when it goes on", async (t) => {
  const { runtime, serve } = makeStage(t);
  const daemon = await serve();
  daemon.process.kill("SIGSTOP");
  const errors: string[] = [];
  const sockets = Array.from({ length: 1100 }, () =>
    connect(join(runtime, "sock")).on("error", (error: NodeJS.ErrnoException) => {
      errors.push(error.code ?? "");
    }),
  );
  await until(runtime, () => errors.length > 0);
  t.same([...new Set(errors)], ["EAGAIN"], "a client is told at once");
  daemon.process.kill("SIGCONT");
  await until(runtime, async () => (await ask(runtime, makeQuestion())) !== null);
  sockets.forEach((socket) => socket.destroy());
});

t.test("answers are fetched or swept", async (t) => {
  const { runtime, serve } = makeStage(t);
  const first = await serve();
  await ring(runtime, makeQuestion(), `${process.pid}.7`);
  first.process.kill("SIGKILL");
  await first.ended;
  const stale = join(runtime, "a.1.1.1");
  fs.writeFileSync(stale, "");
  fs.utimesSync(stale, 1, 1);
  fs.writeFileSync(join(runtime, "q.2147483646.1"), "of a shell that is gone");
  await serve();
  const kept = fs.readdirSync(runtime).filter((name) => /^[aq]\./.test(name));
  t.equal(kept.length, 1, "a fresh answer may still be read");
});

/** However it ends; `once` of node:events would take ECONNRESET for a failure. */
function closed(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    socket.once("close", () => resolve());
  });
}
