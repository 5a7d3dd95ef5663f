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

import { readDurationFromConfig, type Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { durationToMilliseconds } from '@backstage/types';

/**
 * Reads the settings of a log driver one by one, and says which one is wrong.
 * No message quotes a value, as it may be a credential.
 *
 * @public
 */
export class LogDriverSettings {
  private readonly driver: string;
  private readonly config: Config | undefined;

  /**
   * @param options - `known` names all settings of the driver
   * @throws InputError if there is another one
   */
  constructor(options: {
    driver: string;
    config: Config | undefined;
    known: readonly string[];
  }) {
    this.driver = options.driver;
    this.config = options.config;
    for (const name of options.config?.keys() ?? []) {
      if (!options.known.includes(name)) {
        throw this.mistake(
          name,
          `is not known; known are ${options.known.join(', ')}`,
        );
      }
    }
  }

  /** A text that is not empty; undefined if it is not set. */
  text(name: string): string | undefined {
    const value: unknown = this.config?.getOptional(name);
    if (value === undefined) {
      return undefined;
    }
    if (typeof value !== 'string' || value.trim() === '') {
      throw this.mistake(name, 'must be a text that is not empty');
    }
    return value.trim();
  }

  requiredText(name: string): string {
    const value = this.text(name);
    if (value === undefined) {
      throw this.mistake(name, 'must be given');
    }
    return value;
  }

  /** An http or https URL; undefined if it is not set. */
  url(name: string): string | undefined {
    const value = this.text(name);
    if (value === undefined) {
      return undefined;
    }
    if (!/^https?:\/\//i.test(value) || !URL.canParse(value)) {
      throw this.mistake(name, 'must be an http or https URL');
    }
    return value;
  }

  boolean(name: string, fallback: boolean): boolean {
    const value: unknown = this.config?.getOptional(name) ?? fallback;
    if (typeof value !== 'boolean') {
      throw this.mistake(name, 'must be true or false');
    }
    return value;
  }

  /** One of a few words. */
  choice<T extends string>(name: string, words: readonly T[]): T | undefined {
    const value = this.text(name);
    const word = words.find(known => known === value);
    if (value !== undefined && word === undefined) {
      throw this.mistake(name, `must be one of ${words.join(', ')}`);
    }
    return word;
  }

  /** A duration above 0 in milliseconds. */
  durationMs(name: string, fallback: number): number {
    if (!this.config?.has(name)) {
      return fallback;
    }
    const ms = this.duration(name);
    if (!(ms > 0)) {
      throw this.mistake(
        name,
        "must be a duration above 0, such as '30s' or { seconds: 30 }",
      );
    }
    return ms;
  }

  /**
   * What the keys of all objects begin with: empty, or ending in a slash, with
   * none at its beginning.
   */
  keyPrefix(name: string): string {
    const prefix = (this.text(name) ?? '').replace(/^\/+|\/+$/g, '');
    return prefix && `${prefix}/`;
  }

  /** The error for a setting that is wrong. */
  mistake(name: string, message: string): InputError {
    return new InputError(
      `Setting '${name}' of the log driver '${this.driver}' ${message}`,
    );
  }

  private duration(name: string): number {
    try {
      return this.config
        ? durationToMilliseconds(
            readDurationFromConfig(this.config, { key: name }),
          )
        : NaN;
    } catch {
      return NaN;
    }
  }
}
