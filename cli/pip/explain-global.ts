// `pyguard explain global`: why a shared Python is not for packages, readable without a network.

import { guideUrl } from "../../daemon/core/pip/message.ts";

/** The heart of docs/virtual-environments.md. */
export const explainGlobal = `Why packages do not go into a shared Python

A Python has one place for packages, and each package can be there in one version only. Whatever
"pip install" puts there is seen by everything that runs on this Python: your other projects, other
people's, and on many systems the system's own programs. An upgrade for one of them breaks another,
and nothing says which package belongs to what.

A virtual environment is a directory, called .venv by convention, with a place for packages of its
own. It costs a few megabytes and a second, and it can be thrown away and made anew at any time.

  Once in each project:       pyguard venv
  From then on:               cd into the project, and pip and python are the project's
  Without pyguard:            python3 -m venv .venv
    then in bash or zsh:      source .venv/bin/activate
            fish:             source .venv/bin/activate.fish
            PowerShell:       .venv/bin/Activate.ps1      (Windows: .venv\\Scripts\\Activate.ps1)
            csh:              source .venv/bin/activate.csh
            cmd.exe:          .venv\\Scripts\\activate.bat

What counts as an environment: a virtual environment (venv, virtualenv, uv, pipx), a conda
environment other than base, a pixi environment. What does not: the system's Python, conda's base,
the Pythons of pyenv, asdf, mise, Homebrew and uv, a Spack view, the Nix and Guix stores.

--user is no way out: those packages are loaded first by every Python of the same version that you
have, conda's too, and stay when an environment is deleted.

A program rather than a package (black, httpie, poetry)?   pipx install NAME
Into the shared Python after all, this once:               pyguard anyway pip install NAME
This Python is mine to manage (conda's base, a module):    pyguard trust --prefix DIRECTORY
No guard in this shell and what it starts:                 export PYGUARD=off

What would happen to one command, and why:                 pyguard explain -- pip install NAME

${guideUrl}
`;
