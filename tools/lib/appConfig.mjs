/*
 * Copyright 2026 The Tekton Results for Backstage Authors
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { root } from './root.mjs';

/*
 * Reads just enough of Backstage's configuration to know what to start.
 * Includes and substitutions are left to Backstage.
 */

/**
 * The configuration files that Backstage will read, weakest first.
 *
 * @param {string[]} args of `backstage-cli repo start`
 */
export function readConfigs(args) {
  const named = configArgs(args);
  const files =
    named.length > 0
      ? // Backstage resolves them from the package it starts.
        named.map(file => resolve(root, 'packages/backend', file))
      : [
          'app-config.yaml',
          'app-config.local.yaml',
          'app-config.development.yaml',
          'app-config.development.local.yaml',
        ].map(file => join(root, file));
  return files
    .filter(file => existsSync(file))
    .map(file => parse(readFileSync(file, 'utf8')) ?? {});
}

/**
 * The files given by `--config`.
 *
 * @param {string[]} args
 */
export function configArgs(args) {
  return args.flatMap((arg, index) => {
    if (arg.startsWith('--config=')) return [arg.slice('--config='.length)];
    return args[index - 1] === '--config' ? [arg] : [];
  });
}

/**
 * Whether someone has said which clusters to watch, so that the example is
 * not wanted.
 *
 * @param {object[]} configs
 * @param {NodeJS.ProcessEnv} env
 */
export function namesClusters(configs, env) {
  return (
    Boolean(env.KUBECONFIG) ||
    Object.keys(env).some(key =>
      key.startsWith('APP_CONFIG_tektonResults_clusters'),
    ) ||
    configs.some(config => config.tektonResults?.clusters !== undefined)
  );
}

/**
 * Where the app and its backend will listen.
 *
 * @param {object[]} configs
 */
export function readAddresses(configs) {
  const last = pick =>
    configs.reduce((found, config) => pick(config) ?? found, undefined);
  const appUrl = last(config => config.app?.baseUrl) ?? 'http://localhost:3000';
  const backendUrl =
    last(config => config.backend?.baseUrl) ?? 'http://localhost:7007';
  return { appUrl, ports: [...new Set([portOf(appUrl), portOf(backendUrl)])] };
}

function portOf(url) {
  const { port, protocol } = new URL(url);
  return Number(port) || (protocol === 'https:' ? 443 : 80);
}
