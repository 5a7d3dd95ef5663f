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
 * ESLint rules for a package whose folders are the floors of a house: imports
 * go down only, and into a folder only through its index.ts.
 */

/**
 * @param {string} dir the folder of the package
 * @param {string[][]} floors names of files and folders in `src`, top floor
 *   first; those on one floor may import each other
 */
module.exports = function floorRules(dir, floors) {
  const all = floors.flat();
  const folders = all.filter(name => !name.endsWith('.ts'));
  const path = name => `./src/${name}`;

  const upwards = floors.slice(1).map((floor, index) => ({
    target: floor.map(path),
    from: floors
      .slice(0, index + 1)
      .flat()
      .map(path),
    message: `Imports go down only, in this order: ${floors
      .map(names => names.join(' and '))
      .join(', ')}.`,
  }));
  const pastTheDoor = folders.map(folder => ({
    target: all.filter(name => name !== folder).map(path),
    from: path(folder),
    except: ['./index.ts'],
    message: `Import from ${folder}/index.ts.`,
  }));

  return {
    overrides: [
      {
        files: ['src/**/*.ts'],
        // Tests build the parts they need from all over the house.
        excludedFiles: ['**/*.test.ts', '**/__testUtils__/**'],
        rules: {
          'import/no-restricted-paths': [
            'error',
            { basePath: dir, zones: [...upwards, ...pastTheDoor] },
          ],
        },
      },
    ],
  };
};
