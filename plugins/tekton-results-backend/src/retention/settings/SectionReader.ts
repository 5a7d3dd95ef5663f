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

import type { ConfigProblem } from '../../config';
import { isObject } from '../../settings';
import { AGE_FORMS, parseAge } from './parseAge';
import { parseSize, SIZE_FORMS } from './parseSize';

/**
 * Reads a section of which nothing is used if anything in it is wrong: so there are
 * no defaults here, only what is given, and what is wrong with it.
 */
export class SectionReader {
  private readonly path: string;
  private readonly given: Readonly<Record<string, unknown>>;
  private readonly problems: ConfigProblem[];

  /** @param options - `known` names all settings of the section */
  constructor(options: {
    path: string;
    section: Readonly<Record<string, unknown>>;
    known: readonly string[];
    problems: ConfigProblem[];
  }) {
    this.path = options.path;
    this.given = options.section;
    this.problems = options.problems;
    for (const name of Object.keys(options.section)) {
      if (!options.known.includes(name)) {
        this.refuse(name, 'is not a setting');
      }
    }
  }

  has(name: string): boolean {
    return this.given[name] !== undefined;
  }

  /** A section in this one. */
  section(name: string, known: readonly string[]): SectionReader | undefined {
    const section = this.given[name];
    if (isObject(section)) {
      return new SectionReader({
        path: `${this.path}.${name}`,
        section,
        known,
        problems: this.problems,
      });
    }
    if (section !== undefined) {
      this.refuse(name, 'must be an object');
    }
    return undefined;
  }

  /** In ms. */
  age(name: string, maxMs = Infinity): number | undefined {
    return this.parsed(name, value => {
      const ms = parseAge(value);
      if (ms === undefined) {
        return `must be ${AGE_FORMS}`;
      }
      return ms <= maxMs
        ? ms
        : `must not be longer than ${maxMs / 1000} seconds`;
    });
  }

  /** In bytes. */
  size(name: string): number | undefined {
    return this.parsed(
      name,
      value => parseSize(value) ?? `must be ${SIZE_FORMS}`,
    );
  }

  /** What a parser makes of a value; it tells in words what is wrong with it. */
  parsed<T extends object | number>(
    name: string,
    parse: (value: unknown) => T | string,
  ): T | undefined {
    const value = this.given[name];
    const result = value === undefined ? undefined : parse(value);
    if (typeof result === 'string') {
      this.refuse(name, result);
      return undefined;
    }
    return result;
  }

  refuse(name: string, message: string): void {
    this.problems.push({ path: `${this.path}.${name}`, message });
  }
}
