@echo off
rem The command line, run by the editor's own node where the terminal names it.
setlocal
if not defined VETHSCOPE_NODE set "VETHSCOPE_NODE=node"
set "ELECTRON_RUN_AS_NODE=1"
"%VETHSCOPE_NODE%" "%~dp0..\dist\cli.js" %*
