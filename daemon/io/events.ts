// Loads what watchers need when the first of them comes: until then a daemon that nobody watches pays nothing.

import type { Socket } from "node:net";
import type { Event } from "../core/event.ts";
import type { EventHub, HubPorts } from "./event-hub.ts";

export class Events {
  readonly #ports: HubPorts;
  #hub: EventHub | undefined;
  #loading: Promise<EventHub> | undefined;

  constructor(ports: HubPorts) {
    this.#ports = ports;
  }

  count(): number {
    return this.#hub?.count() ?? 0;
  }

  publish(event: Event): void {
    this.#hub?.publish(event);
  }

  /** Takes a connection that speaks HTTP, with what it has said so far. */
  upgrade(socket: Socket, first: Buffer): void {
    this.#loading ??= this.#load();
    this.#loading
      .then((hub) => hub.upgrade(socket, first))
      .catch((error: unknown) => {
        socket.destroy();
        this.#ports.failed("events", error);
      });
  }

  close(): void {
    this.#hub?.close();
  }

  async #load(): Promise<EventHub> {
    const { EventHub: Create } = await import("./event-hub.ts");
    this.#hub = new Create(this.#ports);
    return this.#hub;
  }
}
