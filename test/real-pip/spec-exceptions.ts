// What rows of the project's table need besides a Python of their kind, and what pip itself says to them.

import { join } from "node:path";
import { backendFiles, setupFile } from "./sources.ts";
import { phraseOf, type Row } from "./row.ts";
import type { Yard } from "./yard.ts";

/** Where the rows stand, besides the yard. */
export type Places = {
  readonly yard: Yard;
  readonly home: string;
  readonly empty: string;
  /** A project with an environment that is trusted and has no pip. */
  readonly project: string;
};

type Exceptions = Readonly<Record<string, Partial<Row>>>;

export function exceptions(places: Places): Exceptions {
  return {
    ...statuses,
    ...inEnvironments(places),
    ...elsewhere(places),
    ...configured(places),
    ...outOfOrdinary(places),
    ...routed(places),
  };
}

/** pip's own. */
const statuses: Exceptions = {
  D054: { status: 2 },
  D058: { status: 1 },
  D066: { status: 1 },
  D067: { status: 1 },
  D068: { status: 2 },
  D069: { status: 2 },
  D074: { status: 1 },
  D086: { status: 2 },
  D098: { status: 2 },
  D110: { status: 1 },
  D138: { status: 3 },
  // A copy of Debian's Python has pip where nobody looks for it, and it is too old to refuse this.
  D127: { status: 1, needs: ["upstream"] },
  D140: { status: 1, lands: undefined },
  D148: { status: 1 },
  D181: { status: 1 },
};

function inEnvironments({ yard, home, empty }: Places): Exceptions {
  const user = join(home, ".local/lib", yard.base.library, "site-packages");
  const conda = yard.site("conda-sci");
  return {
    D002: { leaves: yard.site("venv") },
    D007: { files: backendFiles(empty), lands: conda },
    D008: { line: "pip uninstall -y requests", leaves: conda },
    D011: { leaves: yard.site("conda-base") },
    D019: { python: "of-nix" },
    D130: { lands: user },
    D137: { status: 3, lands: undefined },
    D144: { lands: user },
    D164: { python: "blank", makes: /\/blank\//, needs: ["upstream", "uncontained"] },
    D166: { python: "bare", makes: /\/bare\//, needs: ["upstream"] },
    D172: { files: setupFile(empty) },
  };
}

/** Where a destination leads; what was told to be written is not a package. */
function elsewhere({ yard, empty }: Places): Exceptions {
  const { out, base } = yard;
  return {
    D056: { makes: /\/place\/dl/ },
    D077: { lands: join(empty, "vendor") },
    D079: { lands: join(out, "layer") },
    D081: { files: backendFiles(empty), lands: join(out, "py-x", base.site) },
    D085: { lands: join(out, "x", base.site) },
    D088: { python: "debian", needs: ["debian"] },
    D093: { needs: ["upstream", "uncontained"] },
    D095: { lands: join(out, "py-x", base.site) },
    D096: { lands: join(out, "t") },
    D103: { makes: /\/place\/x$/ },
    D168: { files: setupFile(empty) },
    D169: { files: setupFile(empty) },
    D170: { files: setupFile(empty), makes: /\/place\/(build|.*\.egg-info)/ },
    D174: { makes: /\/place\/\.venv/ },
    D175: { makes: /\/place\/\.venv/ },
  };
}

/** pip's configuration, and Pythons that their owner took over. */
function configured({ yard }: Places): Exceptions {
  const configuration = (python: string, text: string) => ({
    [join(yard.place(python), "pip.conf")]: text,
  });
  const target = join(yard.out, "t");
  return {
    D042: {
      before: [`pyguard trust --prefix ${yard.prefix("piped")}`],
      after: [`pyguard forget --prefix ${yard.prefix("piped")}`],
    },
    D097: { files: configuration("global", `[install]\ntarget = ${target}\n`), lands: target },
    D024: { variables: { PYENV_ROOT: join(yard.root, "pyenv") } },
    D123: { needs: ["debian"], says: phraseOf("distro-em") },
    D132: { files: configuration("marked", "[global]\nbreak-system-packages = true\n") },
    D143: { files: { [join(yard.place("spack-view"), ".pyguard-managed")]: "" } },
  };
}

function outOfOrdinary({ yard }: Places): Exceptions {
  const own = yard.site("global");
  const container: Partial<Row> = {
    before: [": > /.dockerenv"],
    after: ["rm /.dockerenv"],
    needs: ["world"],
  };
  return {
    D036: { needs: ["world"] },
    D040: { lands: yard.site("piped") },
    D041: { variables: { COLAB_GPU: "1" } },
    D117: { python: "fixed", needs: ["world"] },
    D145: { line: "bash -c 'pip install requests'" },
    D149: container,
    D150: container,
    D151: container,
    D182: { lands: own },
  };
}

/** In a project with an environment of its own. */
function routed({ yard, project }: Places): Exceptions {
  const here: Partial<Row> = { directory: project };
  const own = join(project, ".venv/lib", yard.base.library, "site-packages");
  const conda = { PYGUARD_ROUTE: "auto", CONDA_DEFAULT_ENV: "sci" };
  return {
    D185: here,
    D186: { ...here, lands: own },
    D187: here,
    D190: { ...here, lands: own },
    D191: { ...here, variables: { ...conda, CONDA_PREFIX: yard.prefix("conda-sci") } },
    D193: { ...here, lands: join(project, "vendor") },
  };
}
