// Watchers: served by the hundred, dropped when they stop reading, never a web page.

import { mkdtempSync, rmSync } from "node:fs";
import { createServer, connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import t, { type Test } from "tap";
import { WebSocket } from "ws";
import { asBytes } from "../../../daemon/core/bytes.ts";
import type { Event } from "../../../daemon/core/event.ts";
import { EventHub } from "../../../daemon/io/event-hub.ts";

const entered: Event = {
  type: "entered",
  shell: "zsh",
  pid: 7,
  directory: asBytes("/p"),
  environment: asBytes("/p/.venv"),
};

async function serveHub(test: Test): Promise<{ hub: EventHub; path: string }> {
  const hub = new EventHub({
    failed: (what, error) => test.fail(`${what}: ${String(error)}`),
    debug: () => {},
  });
  // Short: Node cuts the names of sockets at 108 bytes without a word.
  const directory = mkdtempSync(join(tmpdir(), "pg-"));
  const path = join(directory, "s");
  const server = createServer((socket) => {
    socket.on("error", () => socket.destroy());
    socket.once("data", (first) => hub.upgrade(socket, first));
  });
  await new Promise<void>((resolve) => {
    server.listen(path, resolve);
  });
  test.teardown(() => {
    hub.close();
    server.close();
    rmSync(directory, { recursive: true });
  });
  return { hub, path };
}

async function open(path: string, headers: Record<string, string> = {}): Promise<WebSocket> {
  const client = new WebSocket(`ws+unix:${path}:/events`, { headers });
  await new Promise<void>((resolve, reject) => {
    client.once("open", resolve);
    client.once("error", reject);
  });
  return client;
}

async function nextMessage(client: WebSocket): Promise<unknown> {
  return new Promise((resolve) => {
    client.once("message", (data: Buffer) => {
      resolve(JSON.parse(data.toString("utf8")));
    });
  });
}

void t.test("tells what happened as schema 1", async (test) => {
  const { hub, path } = await serveHub(test);
  const client = await open(path);
  const message = nextMessage(client);
  hub.publish(entered);
  test.match(await message, {
    schema: 1,
    at: /^\d{4}-\d\d-\d\dT/,
    type: "entered",
    shell: "zsh",
    pid: 7,
    directory: "/p",
    environment: "/p/.venv",
  });
  client.terminate();
});

void t.test("serves a hundred watchers at once", async (test) => {
  const { hub, path } = await serveHub(test);
  const clients = await Promise.all(Array.from({ length: 100 }, async () => open(path)));
  const messages = Promise.all(clients.map(nextMessage));
  hub.publish(entered);
  test.equal((await messages).length, 100);
  for (const client of clients) {
    client.terminate();
  }
});

void t.test("one more than 256 is refused, until one leaves", async (test) => {
  const { hub, path } = await serveHub(test);
  const clients = await Promise.all(Array.from({ length: 256 }, async () => open(path)));
  await test.rejects(open(path), /403/);
  const [first, ...others] = clients;
  await new Promise((resolve) => {
    first?.once("close", resolve).close();
  });
  const late = await open(path);
  test.equal(hub.count(), 256);
  for (const client of [late, ...others]) {
    client.terminate();
  }
});

void t.test("CVE-2025-52882: a web page is refused by its Origin", async (test) => {
  const { hub, path } = await serveHub(test);
  for (const Origin of ["http://127.0.0.1", "null", "https://example.com", "vscode-webview://x"]) {
    await test.rejects(open(path, { Origin }), /403/);
  }
  test.equal(hub.count(), 0);
});

void t.test("another address, or plain HTTP, gets nothing", async (test) => {
  const { hub, path } = await serveHub(test);
  await test.rejects(
    new Promise((_resolve, reject) => {
      new WebSocket(`ws+unix:${path}:/`).once("error", reject);
    }),
    /403/,
  );
  const answer = await new Promise<string>((resolve) => {
    const socket: Socket = connect(path, () => socket.write("GET / HTTP/1.1\r\nHost: x\r\n\r\n"));
    let text = "";
    socket.on("data", (data) => (text += String(data)));
    socket.on("close", () => resolve(text));
  });
  test.match(answer, /^HTTP\/1.1 426/);
  test.equal(hub.count(), 0);
});

void t.test(
  "a request without an end is let go, a watcher who only listens is not",
  async (test) => {
    const { hub, path } = await serveHub(test);
    const client = await open(path);
    await new Promise((resolve) => {
      const socket: Socket = connect(path, () =>
        socket.write("GET /events HTTP/1.1\r\nHost: x\r\n"),
      );
      socket.resume().on("close", resolve);
    });
    test.equal(hub.count(), 1);
    const message = nextMessage(client);
    hub.publish(entered);
    test.match(await message, { type: "entered" });
    client.terminate();
  },
);

void t.test("a watcher that stops reading is dropped and delays nobody", async (test) => {
  const { hub, path } = await serveHub(test);
  const deaf = await open(path);
  deaf.pause();
  const before = process.memoryUsage().rss;
  const begin = performance.now();
  for (let index = 0; index < 50_000; index += 1) {
    hub.publish(entered);
    if (index % 1000 === 0) {
      await new Promise((resolve) => {
        setImmediate(resolve);
      });
    }
  }
  test.equal(hub.count(), 0);
  test.ok(performance.now() - begin < 20_000);
  test.ok(process.memoryUsage().rss - before < 100 * 1024 * 1024);
  deaf.terminate();
});

void t.test("a watcher that talks is sent away", async (test) => {
  const { hub, path } = await serveHub(test);
  const client = await open(path);
  const closed = new Promise<number>((resolve) => {
    client.once("close", resolve);
  });
  client.send("hello");
  test.equal(await closed, 1008);
  test.equal(hub.count(), 0);
});
