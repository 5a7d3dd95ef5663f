#!/usr/bin/env node
// Starts the example cluster alone; arguments are passed on to it.
import { exampleClusterArgs } from './lib/exampleCluster.mjs';
import {
  ended,
  onStopSignal,
  startGroup,
  stopGroup,
} from './lib/processGroup.mjs';

const child = startGroup(
  process.execPath,
  exampleClusterArgs(process.argv.slice(2)),
  { stdio: 'inherit' },
);
onStopSignal(signal => stopGroup(child, signal));
const { code } = await ended(child);
process.exit(code ?? 1);
