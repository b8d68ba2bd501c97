// Environments on other machines' disks: entered, marked, without a stamp; and mounts that do not answer.

import { join } from "node:path";
import t from "tap";
import { fromText } from "../../../daemon/core/bytes.ts";
import { createService } from "../../../daemon/service/answer.ts";
import type { Ports } from "../../../daemon/service/ports.ts";
import { makeHouse, question, type House } from "./house.ts";

function answerWith(house: House, ports: Partial<Ports>) {
  return createService({ ...house.answers.ports, ...ports }).answer;
}

t.test("a remote environment is marked and has no stamp to be compared with", async (t) => {
  const house = makeHouse(t);
  const project = house.project("p");
  await house.trust(project);
  const { ports } = house.answers;
  const answer = answerWith(house, {
    look: async (directory, options) => {
      const sighted = await ports.look(directory, options);
      if (sighted.sighting.kind !== "environment") {
        return sighted;
      }
      const { facts } = sighted.sighting;
      const mount = { ...facts.mount, isRemote: true };
      return { ...sighted, sighting: { ...sighted.sighting, facts: { ...facts, mount } } };
    },
  });
  t.match(await answer(question(project)), { state: "in", marks: "r", stamp: "" });
});

t.test("a mount that does not answer changes nothing, and is asked about again", async (t) => {
  const house = makeHouse(t);
  const project = house.project("p");
  const answer = answerWith(house, { look: () => Promise.reject(new Error("sick")) });
  const virtualEnv = fromText(join(project, ".venv"));
  const evidence = { kind: "born", directory: fromText(project) } as const;
  for (const asked of [{}, { virtualEnv }, { evidence }, { flags: { leftByHand: true } }]) {
    t.match(await answer(question(project, asked)), {
      state: "keep",
      environment: "",
      witness: "",
      line: "",
    });
  }
});
