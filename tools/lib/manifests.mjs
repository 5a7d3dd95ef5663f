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

/*
 * Changes of package.json files, as data.
 *
 * @typedef {{
 *   name?: string,
 *   dependencies?: Record<string, string>,
 *   resolutions?: Record<string, string>,
 * }} Manifest
 */

/**
 * @template {Manifest} T
 * @param {T} manifest
 * @param {Record<string, string>} resolutions they count more than those that it has
 */
export function withResolutions(manifest, resolutions) {
  return {
    ...manifest,
    resolutions: { ...manifest.resolutions, ...resolutions },
  };
}

/**
 * @template {Manifest} T
 * @param {T} manifest
 * @param {Record<string, string>} dependencies
 */
export function withDependencies(manifest, dependencies) {
  return {
    ...manifest,
    dependencies: { ...manifest.dependencies, ...dependencies },
  };
}

/**
 * Where Yarn finds packed packages, whatever range of them is asked for.
 *
 * @param {{ name: string, file: string }[]} archives
 * @param {string} folder of the archives, from the package.json
 */
export function archiveResolutions(archives, folder) {
  return Object.fromEntries(
    archives.map(({ name, file }) => [name, `file:./${folder}/${file}`]),
  );
}
