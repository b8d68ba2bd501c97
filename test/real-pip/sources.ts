// Projects that a real pip or Python can build without a network.

import { join } from "node:path";

type Files = Readonly<Record<string, string>>;

const information = "requests-1.0.dist-info";

/** Its own build backend, of one module `requests`. */
const backend = `
import os, zipfile
def build_wheel(directory, config_settings=None, metadata_directory=None):
    name = "requests-1.0-py3-none-any.whl"
    files = {
        "requests.py": "answer = 42\\n",
        "${information}/METADATA": "Metadata-Version: 2.1\\nName: requests\\nVersion: 1.0\\n",
        "${information}/WHEEL": "Wheel-Version: 1.0\\nGenerator: x\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n",
    }
    with zipfile.ZipFile(os.path.join(directory, name), "w") as wheel:
        for path, text in files.items():
            wheel.writestr(path, text)
        record = list(files) + ["${information}/RECORD"]
        wheel.writestr("${information}/RECORD", "".join(path + ",,\\n" for path in record))
    return name
build_editable = build_wheel
`;

export function backendFiles(directory: string): Files {
  return {
    [join(directory, "pyproject.toml")]:
      '[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n',
    [join(directory, "backend.py")]: backend,
  };
}

export function setupFile(directory: string): Files {
  return {
    [join(directory, "setup.py")]:
      'from setuptools import setup\nsetup(name="thing", version="1.0", py_modules=["thing"])\n',
    [join(directory, "thing.py")]: "",
  };
}
