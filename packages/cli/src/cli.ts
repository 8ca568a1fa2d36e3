#!/usr/bin/env node
import { runInProcess } from './run-in-process.ts';

void runInProcess(process.argv.slice(2)).then((exitCode) => process.exit(exitCode));
