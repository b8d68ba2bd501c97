// Everybody who watches: a client that stops reading is dropped, and nobody ever waits for one.

import { createServer, type Server } from "node:http";
import type { Socket } from "node:net";
import type { WebSocket, WebSocketServer } from "ws";
import { renderEvent, type Event } from "../core/event.ts";

/** More than a hundred watchers at once are served. */
const clientLimit = 256;
/** What may wait for one client before it counts as gone. */
const backlogLimit = 256 * 1024;
const payloadLimit = 64 * 1024;
const pingMs = 30_000;
/** A request is written at once. Node's own limits hold only for a server that listens. */
const readingMs = 2000;

export type HubPorts = {
  readonly failed: (what: string, error: unknown) => void;
  readonly debug: (line: string) => void;
};

/** Sends events to whoever asked for them by an HTTP upgrade on the daemon's own socket. */
export class EventHub {
  readonly #ports: HubPorts;
  readonly #clients = new Set<WebSocket>();
  #serving: Promise<{ http: Server; webSockets: WebSocketServer }> | null = null;
  #timer: NodeJS.Timeout | undefined;

  constructor(ports: HubPorts) {
    this.#ports = ports;
  }

  /** How many watch: the daemon stays while there is one. */
  count(): number {
    return this.#clients.size;
  }

  /** Tells everybody. Costs nothing where nobody listens. */
  publish(event: Event): void {
    if (this.#clients.size === 0) {
      return;
    }
    const message = renderEvent(event, new Date().toISOString());
    for (const client of this.#clients) {
      if (client.bufferedAmount > backlogLimit) {
        this.#ports.debug("a watcher does not read any more");
        client.terminate();
      } else {
        client.send(message);
      }
    }
  }

  /** Takes a connection that began with an HTTP request. */
  upgrade(socket: Socket, first: Buffer): void {
    const serving = (this.#serving ??= this.#load());
    const accept = async (): Promise<void> => {
      const { http } = await serving;
      socket.unshift(first);
      http.emit("connection", socket);
    };
    accept().catch((error: unknown) => {
      socket.destroy();
      this.#ports.failed("events", error);
    });
  }

  /** Says goodbye to everybody. */
  close(): void {
    clearInterval(this.#timer);
    for (const client of this.#clients) {
      client.close(1001, "the daemon leaves");
    }
  }

  /** ws costs 50 ms and 14 MB: it is loaded for the first who asks. */
  async #load(): Promise<{ http: Server; webSockets: WebSocketServer }> {
    const { WebSocketServer: Create } = await import("ws");
    const webSockets = new Create({
      noServer: true,
      maxPayload: payloadLimit,
      perMessageDeflate: false,
      clientTracking: false,
    });
    const http = createServer((_request, response) => {
      response.writeHead(426, { Connection: "close", "Content-Length": 0 }).end();
    });
    // Until it is a WebSocket: ws takes the limit back.
    http.setTimeout(readingMs);
    http.on("upgrade", (request, socket, head) => {
      // A browser always sends Origin; a program on this socket has no reason to.
      if (
        request.headers.origin !== undefined ||
        request.url !== "/events" ||
        this.count() >= clientLimit
      ) {
        socket.end("HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
        return;
      }
      webSockets.handleUpgrade(request, socket, head, (client) => this.#welcome(client));
    });
    http.on("clientError", (_error, socket) => socket.destroy());
    this.#timer = setInterval(() => this.#ping(), pingMs).unref();
    return { http, webSockets };
  }

  #welcome(client: WebSocket): void {
    this.#clients.add(client);
    client.on("close", () => this.#clients.delete(client));
    client.on("error", () => client.terminate());
    // Nobody tells the daemon anything this way.
    client.on("message", () => {
      this.#clients.delete(client);
      client.close(1008, "read only");
    });
  }

  /** A client that is gone without a word is noticed by what piles up for it. */
  #ping(): void {
    for (const client of this.#clients) {
      client.ping();
    }
  }
}
