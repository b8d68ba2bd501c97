// What daemon/launch has set aside so that it does not change how the commands themselves run.

const names = ["NODE_OPTIONS", "NODE_EXTRA_CA_CERTS"];

/** Puts back, under their own names, the settings of Node.js that the user's programs are to have. */
export function giveBackNodeSettings(variables: NodeJS.ProcessEnv): void {
  for (const name of names) {
    const value = variables[`PYGUARD_GIVEN_${name}`];
    if (value !== undefined) {
      variables[name] = value;
      delete variables[`PYGUARD_GIVEN_${name}`];
    }
  }
}
