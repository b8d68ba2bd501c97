"""Imports a module and tells which environment that was, and which one a variable names."""
import importlib
import os
import sys

importlib.import_module(sys.argv[2])
print(sys.prefix, os.environ.get(sys.argv[1]))
