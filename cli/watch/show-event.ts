// One event as a line that is read at a glance.

const verbs: Readonly<Record<string, string>> = {
  entered: "entered",
  left: "left",
  refused: "refused pip",
  trust: "trust",
  broken: "broken",
  probed: "looked at",
};

const widest = 11;

/** Takes one message of schema 1 and gives a line; null for what this version does not know. */
export function showEvent(message: unknown, home: string): string | null {
  if (typeof message !== "object" || message === null) {
    return null;
  }
  const at = (name: string): string => {
    const value: unknown = Object.entries(message).find(([key]) => key === name)?.[1];
    return typeof value === "string" || typeof value === "number" ? String(value) : "";
  };
  const verb = verbs[at("type")];
  if (verb === undefined) {
    return null;
  }
  const what = at("environment") || at("interpreter") || at("directory");
  const who = at("shell") === "" ? "" : `${at("shell")} ${at("pid")}`;
  return [clock(at("at")), verb.padEnd(widest), shorten(what, home), detail(message), who]
    .filter((part) => part !== "")
    .join("  ");
}

function detail(message: object): string {
  if ("isTrusted" in message) {
    return message.isTrusted === true ? "trusted now" : "not trusted now";
  }
  return "version" in message ? String(message.version) : "";
}

/** The time of day on this machine's clock. */
function clock(at: string): string {
  const date = new Date(at);
  return Number.isNaN(date.getTime()) ? "" : date.toTimeString().slice(0, 8);
}

/** Home becomes `~`; control bytes never reach the terminal. */
function shorten(path: string, home: string): string {
  const short = path === home || path.startsWith(`${home}/`) ? `~${path.slice(home.length)}` : path;
  // oxlint-disable-next-line no-control-regex -- control bytes are what is removed
  return short.replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069]/g, "?");
}
