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

import { RE2JS, RE2JSException } from 're2js';
import { expandedSize } from './expandedSize';

const MAX_PATTERN_LENGTH = 1_000;

/**
 * In instructions. The time for a text grows with its length times this, so
 * it bounds what a hostile pattern costs. `[a-z]{8}` has ten.
 */
const MAX_PROGRAM_SIZE = 2_000;

/** Each may keep up to 8 MB for speed, though few ever do. */
const MAX_CACHED = 50;

/** A regular expression in the syntax of RE2, which is CEL's. */
export interface CompiledRegex {
  /** Whether it matches anywhere in the text; takes linear time. */
  test(text: string): boolean;
}

/** Those used last are at the end. */
const cache = new Map<string, CompiledRegex>();

/**
 * Compiles a pattern, or says to its author what is wrong with it. Patterns
 * used again are kept.
 */
export function compileRegex(
  pattern: string,
): CompiledRegex | { error: string } {
  const cached = cache.get(pattern);
  const compiled = cached ?? compile(pattern);
  if ('error' in compiled) return compiled;
  cache.delete(pattern);
  cache.set(pattern, compiled);
  if (cache.size > MAX_CACHED) cache.delete(cache.keys().next().value!);
  return compiled;
}

function compile(pattern: string): CompiledRegex | { error: string } {
  if (pattern.length > MAX_PATTERN_LENGTH) {
    return {
      error: `the regular expression is longer than ${MAX_PATTERN_LENGTH} characters`,
    };
  }
  // Known beforehand, because compiling takes most of the time.
  if (expandedSize(pattern) > MAX_PROGRAM_SIZE) return tooLarge();
  try {
    const regex = RE2JS.compile(pattern);
    return regex.programSize() > MAX_PROGRAM_SIZE ? tooLarge() : regex;
  } catch (error) {
    if (error instanceof RE2JSException) return { error: error.message };
    throw error;
  }
}

function tooLarge() {
  return { error: 'the regular expression repeats too much' };
}
