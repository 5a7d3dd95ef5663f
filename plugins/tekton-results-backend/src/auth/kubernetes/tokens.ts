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

import { z } from 'zod';
import { noToken } from '../AccessError';
import type { MetadataEntry } from './metadata';

/** A token as it was given; nothing in it has been proved. */
export interface GivenToken {
  readonly text: string;
  /** Who says to have issued it; absent where it says nothing that is read here. */
  readonly issuer?: string;
}

/** Each of them costs a request to a cluster. */
const MAX_TOKENS = 4;
/** Others, such as `Basic`, carry secrets that are no tokens. */
const BEARER = /^bearer +([\x21-\x7e]+)$/i;
/** Types of the tokens that Backstage issues; the prefix is left out mostly. */
const BACKSTAGE_TYPE = /^(application\/)?vnd\.backstage\./i;

/**
 * The tokens of a request that may be ones of a cluster, in their order.
 * Backstage's own are none: they would let a cluster act in Backstage.
 *
 * @throws AccessError `noToken`, if nothing of the kind was given
 */
export function readTokens(metadata: readonly MetadataEntry[]): GivenToken[] {
  const values = metadata.filter(({ name }) => name === 'authorization');
  if (values.length === 0) {
    throw noToken();
  }
  const texts = values.flatMap(
    ({ value }) => BEARER.exec(value.trim())?.[1] ?? [],
  );
  return [...new Set(texts)]
    .slice(0, MAX_TOKENS)
    .map(text => ({ text, ...readJwt(text) }))
    .filter(({ type }) => !BACKSTAGE_TYPE.test(type ?? ''))
    .map(({ text, issuer }) => ({ text, issuer }));
}

const headerSchema = z.object({ typ: z.string().optional() });
const claimsSchema = z.object({ iss: z.string().min(1).optional() });

/** Nothing of a text that is no JSON Web Token. */
function readJwt(token: string): { type?: string; issuer?: string } {
  const parts = token.split('.');
  if (parts.length !== 3) {
    return {};
  }
  return {
    type: readPart(parts[0], headerSchema)?.typ,
    issuer: readPart(parts[1], claimsSchema)?.iss,
  };
}

function readPart<T extends z.ZodType>(
  part: string,
  schema: T,
): z.output<T> | undefined {
  try {
    return schema.parse(JSON.parse(Buffer.from(part, 'base64url').toString()));
  } catch {
    return undefined;
  }
}
