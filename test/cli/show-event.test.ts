// What `pyguard watch` prints for each kind of event, and for what it does not know.

import t from "tap";
import { showEvent } from "../../cli/watch/show-event.ts";

const at = "2026-01-02T03:04:05.000Z";
const clock = new Date(at).toTimeString().slice(0, 8);
const shell = { at, shell: "zsh", pid: 7, directory: "/home/u/p" };

const cases: readonly (readonly [string, unknown, string | null])[] = [
  [
    "entered",
    { ...shell, type: "entered", environment: "/home/u/p/.venv" },
    `${clock}  entered      ~/p/.venv  zsh 7`,
  ],
  [
    "left",
    { ...shell, type: "left", environment: "/srv/p/.venv" },
    `${clock}  left         /srv/p/.venv  zsh 7`,
  ],
  ["refused", { ...shell, type: "refused" }, `${clock}  refused pip  ~/p  zsh 7`],
  [
    "trusted",
    { at, type: "trust", directory: "/home/u/p", isTrusted: true },
    `${clock}  trust        ~/p  trusted now`,
  ],
  ["home itself", { at, type: "broken", directory: "/home/u" }, `${clock}  broken       ~`],
  [
    "a neighbour of home",
    { at, type: "broken", directory: "/home/user" },
    `${clock}  broken       /home/user`,
  ],
  [
    "control bytes",
    { at, type: "broken", directory: "/p/\u001b[31m\u202e" },
    `${clock}  broken       /p/?[31m?`,
  ],
  ["a newer kind of event", { at, type: "exploded", directory: "/p" }, null],
  ["no event at all", "hello", null],
];

for (const [name, message, expected] of cases) {
  t.equal(showEvent(message, "/home/u"), expected, name);
}
