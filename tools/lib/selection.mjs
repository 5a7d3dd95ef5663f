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

/**
 * What to run, from the command line: names of steps, given plainly or with
 * `--only a,b`; the rest is for the program that the step runs. Without names
 * all steps run. A step brings along the steps it needs, and the steps that
 * follow it unless it runs in part only.
 *
 * @param {string[]} argv
 * @param {{ name: string, needs?: string[], follows?: string }[]} steps
 * @returns {{ names: Set<string>, extraArgs: string[] }}
 */
export function selectSteps(argv, steps) {
  const known = steps.map(step => step.name);
  const asked = [];
  const extraArgs = [];
  for (let index = 0; index < argv.length; index += 1) {
    const arg = argv[index];
    const only = /^--only(?:=(.*))?$/.exec(arg);
    if (only) {
      const names = (only[1] ?? argv[++index] ?? '').split(',');
      const unknown = names.filter(name => !known.includes(name));
      if (unknown.length > 0) {
        throw new Error(
          `There is no step "${unknown[0]}"; there are ${known.join(', ')}`,
        );
      }
      asked.push(...names);
    } else if (extraArgs.length === 0 && known.includes(arg)) {
      asked.push(arg);
    } else if (arg !== '--') {
      extraArgs.push(arg);
    }
  }
  if (extraArgs.length > 0 && asked.length !== 1) {
    throw new Error(
      `Name one step that gets "${extraArgs.join(' ')}": ${known.join(', ')}`,
    );
  }
  const names = withNeeded(asked.length > 0 ? asked : known, steps);
  if (extraArgs.length === 0) {
    for (const { name, follows } of steps) {
      if (follows && names.has(follows)) names.add(name);
    }
  }
  return { names, extraArgs };
}

function withNeeded(names, steps) {
  const all = new Set();
  const add = name => {
    all.add(name);
    const { needs = [], follows } = steps.find(step => step.name === name);
    needs.forEach(add);
    if (follows) add(follows);
  };
  names.forEach(add);
  return all;
}
