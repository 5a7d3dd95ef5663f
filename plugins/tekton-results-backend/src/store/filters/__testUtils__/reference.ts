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

import {
  celEnv,
  isCelError,
  parse,
  plan,
  type CelError,
  type CelInput,
  type CelValue,
} from '@bufbuild/cel';
import { REFERENCE_FUNCTIONS } from './referenceFunctions';

/** What a filter is about, by the names that the reference knows. */
export type ReferenceVariables = Readonly<Record<string, CelInput>>;

const environment = celEnv({ funcs: REFERENCE_FUNCTIONS });

/**
 * Evaluates a filter with an implementation of CEL that shares nothing with
 * ours.
 *
 * @throws if it cannot be read, or calls a function that does not exist
 */
export function compileReference(
  text: string,
): (variables: ReferenceVariables) => CelValue | CelError {
  const evaluate = plan(environment, parse(text));
  return variables => {
    const value = evaluate({ ...variables });
    if (isCelError(value) && /^unbound function/.test(value.message)) {
      throw value;
    }
    return value;
  };
}
