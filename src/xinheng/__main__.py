"""`python -m xinheng` is the command `xinheng`."""

from xinheng.cli.main import main

main()
