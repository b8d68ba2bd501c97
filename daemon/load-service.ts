// Loads what answers: the only heavy thing that a question waits for.

import type { Bytes } from "./core/bytes.ts";
import type { Service, ServicePorts } from "./assemble.ts";
import { assembleAnswers, stateDirectory } from "./answering.ts";

/** The real answers, for this account's HOME and configuration. */
export function loadService(
  environment: ReadonlyMap<string, Bytes>,
  home: Bytes,
  ports: ServicePorts,
): Service {
  const {
    answer,
    digest,
    ports: world,
  } = assembleAnswers({
    environment,
    home,
    runtimeDirectory: ports.runtimeDirectory,
    witness: ports.witness,
  });
  return {
    answer,
    digest,
    idleMinutes: async () => (await world.settings()).idleMinutes,
    stateDirectory: stateDirectory({ environment, home }),
  };
}
