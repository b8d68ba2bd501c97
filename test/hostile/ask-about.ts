// Asks the services about hostile trees, as shells would that stand in them.

import { fromText, toText } from "../../daemon/core/bytes.ts";
import type { House } from "../daemon/service/house.ts";
import type { Tree } from "./tree.ts";

/** What is wrong with an answer about a tree that nobody trusted; empty where nothing is. */
export async function askAbout(house: House, tree: Tree): Promise<readonly string[]> {
  const complaints: string[] = [];
  for (const directory of tree.visits) {
    const verbs = directory === tree.project ? (["here", "pip"] as const) : (["here"] as const);
    for (const verb of verbs) {
      const answer = await house.ask(directory, { verb, argv: [fromText("pip")] });
      const shown = [answer.line, answer.name, answer.pythonVersion, answer.text]
        .map(toText)
        .join("");
      if (answer.state === "in" || answer.environment !== "") {
        complaints.push(`seed ${tree.seed}: ${verb} in ${JSON.stringify(directory)} enters`);
      }
      if (/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u.test(shown)) {
        complaints.push(`seed ${tree.seed}: shows ${JSON.stringify(shown)}`);
      }
    }
  }
  return complaints;
}
