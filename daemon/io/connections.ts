// The socket: one question a connection; a client that is slow, wrong or gone costs nobody else anything.

import { createServer, type Server, type Socket } from "node:net";
import { mayBeWhole, parseFrame, questionLimit } from "../wire/frame.ts";
import { parseQuestion } from "../wire/question.ts";
import type { Exchange } from "./exchange.ts";
import { isStatusQuestion } from "./status.ts";

/** A question is written at once; who needs longer is not a hook. */
const readingMs = 2000;
const maximalConnections = 1024;

export type ConnectionPorts = {
  readonly exchange: Exchange;
  /** The daemon's inner state, framed, for the command line. */
  readonly status: () => Buffer;
  /** Takes a connection that speaks HTTP, with what it has said so far. */
  readonly upgrade: (socket: Socket, first: Buffer) => void;
  readonly debug: (line: string) => void;
  readonly failed: (what: string, error: unknown) => void;
};

/** Listens under a private name. The caller publishes it; closing removes the private name only. */
export async function listen(path: string, ports: ConnectionPorts): Promise<Server> {
  const server = createServer({ allowHalfOpen: true }, (socket) => serve(socket, ports));
  server.maxConnections = maximalConnections;
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen({ path, backlog: maximalConnections }, () => {
      server.off("error", reject);
      resolve();
    });
  });
  server.on("error", (error) => ports.failed("listening", error));
  return server;
}

function serve(socket: Socket, ports: ConnectionPorts): void {
  const chunks: Buffer[] = [];
  let length = 0;
  const drop = (reason: string): void => {
    ports.debug(reason);
    socket.destroy();
  };
  const timer = setTimeout(() => drop("a client was too slow"), readingMs);
  const onData = (chunk: Buffer): void => {
    chunks.push(chunk);
    length += chunk.length;
    if (length > questionLimit) {
      drop("a question was too long");
    } else if (mayBeWhole(Buffer.concat(chunks.slice(-3))) || isHttp(chunks)) {
      take(Buffer.concat(chunks), { socket, ports, drop, stopReading });
    }
  };
  const onEnd = (): void => drop("a client ended in the middle");
  // A hook that gave up has closed its end: EPIPE and ECONNRESET are how that looks from here.
  const onError = (): void => void socket.destroy();
  const stopReading = (): void => {
    clearTimeout(timer);
    socket.off("data", onData).off("end", onEnd);
  };
  socket.on("data", onData).on("end", onEnd).on("error", onError);
  socket.on("close", () => clearTimeout(timer));
}

type Reading = {
  readonly socket: Socket;
  readonly ports: ConnectionPorts;
  readonly drop: (reason: string) => void;
  readonly stopReading: () => void;
};

function take(frame: Buffer, reading: Reading): void {
  const { socket, ports, stopReading } = reading;
  if (isHttp([frame])) {
    stopReading();
    ports.upgrade(socket, frame);
    return;
  }
  if (isStatusQuestion(parseFrame(frame, questionLimit))) {
    stopReading();
    reply(socket, ports.status());
    return;
  }
  const parsed = parseQuestion(frame);
  if (parsed.kind === "bad") {
    reading.drop(`a bad question: ${parsed.reason}`);
  } else if (parsed.kind === "question") {
    stopReading();
    ports.exchange
      .ask(parsed.question)
      .then((answer) => reply(socket, answer))
      .catch((error: unknown) => ports.failed("answering", error));
  }
}

function reply(socket: Socket, answer: Buffer): void {
  // What still comes is nobody's question; it is read so that the end of the connection is seen.
  socket.resume();
  socket.setTimeout(readingMs, () => socket.destroy());
  socket.end(answer);
}

function isHttp(chunks: readonly Buffer[]): boolean {
  return Buffer.concat(chunks.slice(0, 4)).toString("latin1", 0, 4) === "GET ";
}
