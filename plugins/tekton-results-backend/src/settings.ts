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

import { ConfigReader, readDurationFromConfig } from '@backstage/config';
import { durationToMilliseconds, type JsonObject } from '@backstage/types';
import type { z } from 'zod';

/** A mistake in the configuration. */
export interface ConfigProblem {
  /** Such as `tektonResults.clusters[1].url`. */
  readonly path: string;
  readonly message: string;
}

/**
 * Reads the settings of one section. What is wrong is reported, and its default
 * used.
 */
export class SettingsReader {
  private readonly path: string;
  private readonly section: Readonly<Record<string, unknown>>;
  private readonly problems: ConfigProblem[];

  /** @param options - `known` names all settings of the section */
  constructor(options: {
    path: string;
    section: unknown;
    known: readonly string[];
    problems: ConfigProblem[];
  }) {
    const { path, section = {}, known, problems } = options;
    this.path = path;
    this.problems = problems;
    if (isObject(section)) {
      this.section = section;
      problems.push(...unknownSettings(path, section, known));
    } else {
      this.section = {};
      problems.push({ path, message: 'must be an object' });
    }
  }

  /** A section in this one. */
  reader(name: string, known: readonly string[]): SettingsReader {
    return new SettingsReader({
      path: `${this.path}.${name}`,
      section: this.section[name],
      known,
      problems: this.problems,
    });
  }

  boolean(name: string, fallback: boolean): boolean {
    const value = this.section[name];
    return typeof value === 'boolean'
      ? value
      : this.refuse(name, 'must be true or false', fallback);
  }

  /** A whole number above 0. */
  count(name: string, fallback: number): number {
    const value = Number(this.section[name]);
    return typeof this.section[name] === 'number' &&
      Number.isSafeInteger(value) &&
      value > 0
      ? value
      : this.refuse(name, 'must be a whole number above 0', fallback);
  }

  /** A duration above 0 in milliseconds. */
  durationMs(name: string, fallback: number, maxMs = Infinity): number {
    const ms = this.duration(name);
    return ms !== undefined && ms > 0 && ms <= maxMs
      ? ms
      : this.refuse(
          name,
          `must be a duration above 0${
            maxMs < Infinity ? ` and up to ${maxMs / 1000} seconds` : ''
          }, such as '5s' or { seconds: 5 }`,
          fallback,
        );
  }

  /** A size above 0 in bytes. */
  bytes(name: string, fallback: number, maxBytes: number): number {
    const value = this.section[name];
    const bytes = typeof value === 'number' ? value : parseBytes(value);
    return Number.isSafeInteger(bytes) && bytes > 0 && bytes <= maxBytes
      ? bytes
      : this.refuse(
          name,
          `must be a size above 0 and up to ${maxBytes} bytes, such as '4MiB', '512KiB' or a number of bytes`,
          fallback,
        );
  }

  /**
   * A duration above 0 in milliseconds, or a word that stands for one. Zero is
   * refused: some take it for never, others for at once.
   *
   * @param words - `never` may stand for undefined
   */
  durationOrWordMs(
    name: string,
    words: ReadonlyMap<string, number | undefined>,
    fallback: number | undefined,
  ): number | undefined {
    const value = this.section[name];
    if (typeof value === 'string' && words.has(value)) {
      return words.get(value);
    }
    const ms = this.duration(name);
    return ms !== undefined && ms > 0
      ? ms
      : this.refuse(
          name,
          `must be a duration above 0, such as '10m' or { minutes: 10 }, or ${[
            ...words.keys(),
          ].join(' or ')}`,
          fallback,
        );
  }

  /** A duration of at least 0 in milliseconds; undefined if it is not set. */
  optionalDurationMs(
    name: string,
    fallback: number | undefined,
  ): number | undefined {
    const ms = this.duration(name);
    return ms !== undefined && ms >= 0
      ? ms
      : this.refuse(
          name,
          `must be a duration, such as '10m' or { minutes: 10 }`,
          fallback,
        );
  }

  /** One of a few words. */
  choice<T extends string>(name: string, words: readonly T[], fallback: T): T {
    const word = words.find(known => known === this.section[name]);
    return (
      word ?? this.refuse(name, `must be one of ${words.join(', ')}`, fallback)
    );
  }

  /** Some of a few words. */
  choices<T extends string>(
    name: string,
    words: readonly T[],
    fallback: readonly T[],
  ): readonly T[] {
    const value = this.section[name];
    return Array.isArray(value) && value.every(item => words.includes(item))
      ? words.filter(word => value.includes(word))
      : this.refuse(name, `must be a list of ${words.join(', ')}`, fallback);
  }

  /** Some of a few words, in the order in which they are given, each once. */
  orderedChoices<T extends string>(
    name: string,
    words: readonly T[],
    fallback: readonly T[],
  ): readonly T[] {
    const chosen = this.choices(name, words, fallback);
    const given = this.section[name];
    return Array.isArray(given)
      ? [...chosen].sort((a, b) => given.indexOf(a) - given.indexOf(b))
      : chosen;
  }

  /** A text that is not empty. */
  text(name: string, fallback: string): string {
    const value = this.section[name];
    return isFilledText(value)
      ? value
      : this.refuse(name, 'must be a text that is not empty', fallback);
  }

  /** A list of texts that are not empty. */
  texts(name: string, fallback: readonly string[]): readonly string[] {
    return this.optionalTexts(name, fallback) ?? fallback;
  }

  /** A list of texts that are not empty; as given if it is not set. */
  optionalTexts(
    name: string,
    fallback: readonly string[] | undefined,
  ): readonly string[] | undefined {
    const value = this.section[name];
    return Array.isArray(value) && value.every(isFilledText)
      ? value
      : this.refuse(name, 'must be a list of texts', fallback);
  }

  /** What a parser makes of a text; it tells in words what is wrong with it. */
  parsed<T extends object>(
    name: string,
    parse: (text: string) => T | string,
    fallback: T,
  ): T {
    const value = this.section[name];
    if (typeof value !== 'string') {
      return this.refuse(name, 'must be a text', fallback);
    }
    const result = parse(value);
    return typeof result === 'string'
      ? this.refuse(name, result, fallback)
      : result;
  }

  /** Undefined if it is none. */
  private duration(name: string): number | undefined {
    if (this.section[name] === undefined) {
      return undefined;
    }
    try {
      return durationToMilliseconds(
        // On its own, as keys cannot lead into lists.
        readDurationFromConfig(
          new ConfigReader({ duration: this.section[name] } as JsonObject),
          { key: 'duration' },
        ),
      );
    } catch {
      return undefined;
    }
  }

  /** What is not given at all is no mistake. */
  private refuse<T>(name: string, message: string, fallback: T): T {
    if (this.section[name] !== undefined) {
      this.problems.push({ path: `${this.path}.${name}`, message });
    }
    return fallback;
  }
}

/**
 * What an issue of a schema says of the setting that it is about.
 *
 * @param path - of what was parsed
 */
export function issueProblems(
  issue: z.core.$ZodIssue,
  path: string,
): ConfigProblem[] {
  const at = [path, ...issue.path.map(pathPart)].join('');
  return issue.code === 'unrecognized_keys'
    ? issue.keys.map(key => ({
        path: `${at}.${key}`,
        message: 'is not a setting',
      }))
    : [{ path: at, message: messageOf(issue) }];
}

/** What is wrong with the name of an entry is told in an issue within. */
function messageOf(issue: z.core.$ZodIssue): string {
  return issue.code === 'invalid_key' ? issue.issues[0].message : issue.message;
}

function pathPart(part: PropertyKey): string {
  return typeof part === 'number' ? `[${part}]` : `.${String(part)}`;
}

function unknownSettings(
  path: string,
  section: Record<string, unknown>,
  known: readonly string[],
): ConfigProblem[] {
  return Object.keys(section)
    .filter(key => !known.includes(key))
    .map(key => ({ path: `${path}.${key}`, message: 'is not a setting' }));
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isFilledText(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '';
}

/** NaN if it is no size. */
function parseBytes(text: unknown): number {
  const [, number, unit = 'B'] =
    /^(\d{1,12})\s*(B|KiB|MiB)?$/.exec(String(text)) ?? [];
  return Number(number) * 1024 ** ['B', 'KiB', 'MiB'].indexOf(unit);
}
