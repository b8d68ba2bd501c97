// Loads what answers: the only heavy thing that a question waits for.

import type { Bytes } from "./core/bytes.ts";
import { configurationFile, stateDirectory } from "./core/own-directories.ts";
import { join, parent } from "./core/path.ts";
import type { Service, ServicePorts } from "./assemble.ts";
import { assembleAnswers } from "./answering.ts";

/** The real answers, for this account's HOME and configuration. */
export function loadService(
  environment: ReadonlyMap<string, Bytes>,
  home: Bytes,
  ports: ServicePorts,
): Service {
  const state = stateDirectory({ environment, home });
  const configuration = configurationFile({ environment, home });
  const {
    answer,
    digest,
    segment,
    restsOn,
    ports: world,
  } = assembleAnswers({
    environment,
    home,
    ...ports,
  });
  return {
    answer,
    digest,
    segment,
    restsOn,
    hasOtherRights: world.hasOtherRights,
    idleMinutes: async () => (await world.settings()).idleMinutes,
    stateDirectory: state,
    rules: [join(state, "trust"), join(state, "deny"), join(state, "use"), parent(configuration)],
  };
}
