// Turns questions and answers into events: what is different from the last time this shell or place was heard of.

import type { Bytes } from "./bytes.ts";
import type { Event, Place } from "./event.ts";

/** What an exchange tells: the shell, what it is to be in, and the marks of the place. */
export type Exchanged = {
  readonly place: Place;
  readonly isShell: boolean;
  readonly state: "in" | "out" | "keep";
  readonly environment: Bytes;
  readonly marks: Bytes;
  readonly isRefused: boolean;
};

/** Where a shell was when it entered. */
type Standing = { readonly place: Place; readonly environment: Bytes };

const remembered = 1000;

/** Remembers what each shell is in and the last answer of each place, the newest thousand of each. */
export class Notice {
  readonly #shells = new Map<number, Standing>();
  readonly #marks = new Map<Bytes, Bytes>();

  /** The events of one exchange, in the order in which a person would tell them. */
  take(exchanged: Exchanged): readonly Event[] {
    return [...this.#judgePlace(exchanged), ...this.#follow(exchanged)];
  }

  /** A shell is no more: it leaves what it was in. */
  end(pid: number): readonly Event[] {
    const standing = this.#shells.get(pid);
    this.#shells.delete(pid);
    return standing === undefined || standing.environment === ""
      ? []
      : [{ type: "left", ...standing.place, environment: standing.environment }];
  }

  #judgePlace({ place, marks }: Exchanged): readonly Event[] {
    const { directory } = place;
    const before = this.#marks.get(directory);
    keep(this.#marks, directory, marks);
    if (before === undefined) {
      return marks.includes("b") ? [{ type: "broken", directory }] : [];
    }
    const events: Event[] = [];
    if (before.includes("u") !== marks.includes("u")) {
      events.push({ type: "trust", directory, isTrusted: before.includes("u") });
    }
    if (marks.includes("b") && !before.includes("b")) {
      events.push({ type: "broken", directory });
    }
    return events;
  }

  #follow({ place, isShell, state, environment, isRefused }: Exchanged): readonly Event[] {
    if (!isShell) {
      return [];
    }
    const events: Event[] = [];
    const before = this.#shells.get(place.pid)?.environment ?? "";
    if (state !== "keep" && before !== environment) {
      if (before !== "") {
        events.push({ type: "left", ...place, environment: before });
      }
      if (environment !== "") {
        events.push({ type: "entered", ...place, environment });
      }
      keep(this.#shells, place.pid, { place, environment });
    }
    if (isRefused) {
      events.push({ type: "refused", ...place });
    }
    return events;
  }
}

function keep<Key, Value>(map: Map<Key, Value>, key: Key, value: Value): void {
  map.delete(key);
  map.set(key, value);
  for (const oldest of map.keys()) {
    if (map.size <= remembered) {
      return;
    }
    map.delete(oldest);
  }
}
