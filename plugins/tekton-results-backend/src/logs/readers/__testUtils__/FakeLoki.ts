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

import express, { type Request, type Response } from 'express';
import { startServer } from './startServer';

/** A line that was forwarded to a Loki. */
export interface LokiEntry {
  /** Nanoseconds since 1970 (UTC). */
  readonly time: bigint;
  readonly labels: Readonly<Record<string, string>>;
  /** JSON, mostly. */
  readonly line: string;
}

/**
 * As much of a Loki as is needed to find out what a query asks for: it parses
 * LogQL as Loki does, so that what is escaped wrongly is refused or finds others'
 * lines.
 */
export class FakeLoki {
  readonly entries: LokiEntry[] = [];
  readonly requests: Array<{
    path: string;
    query: Record<string, string>;
    headers: Request['headers'];
  }> = [];
  /** As `max_entries_limit_per_query`. */
  maxLimit = 5_000;
  /** Answers instead, while it is set. */
  failure: ((request: Request, response: Response) => boolean) | undefined;

  static async start() {
    const loki = new FakeLoki();
    const app = express();
    app.get('/loki/api/v1/:kind', (request, response) => {
      loki.requests.push({
        path: request.path,
        query: request.query as Record<string, string>,
        headers: request.headers,
      });
      if (!loki.failure?.(request, response)) {
        loki.answer(request, response);
      }
    });
    const { url, stop } = await startServer(app);
    return { loki, url, stop };
  }

  private answer(request: Request, response: Response): void {
    const query = request.query as Record<string, string>;
    try {
      if (request.params.kind === 'query') {
        response.json(this.count(query));
      } else {
        response.json(this.lines(query));
      }
    } catch (error) {
      response.status(400).type('text').send(String(error));
    }
  }

  private count({ query, time }: Record<string, string>) {
    const [, labels, selector, seconds] =
      /^sum by \(([\w, ]+)\) \(count_over_time\((.*) \[(\d+)s\]\)\)$/s.exec(
        query,
      ) ?? [];
    if (!labels) {
      throw new Error(`parse error: ${query}`);
    }
    const to = BigInt(time);
    const from = to - BigInt(seconds) * 1_000_000_000n;
    const groups = new Map<string, Record<string, string>>();
    for (const found of this.select(selector, { from, to: to + 1n })) {
      const metric = Object.fromEntries(
        labels.split(', ').map(name => [name, found.labels[name] ?? '']),
      );
      groups.set(JSON.stringify(metric), metric);
    }
    return {
      status: 'success',
      data: {
        resultType: 'vector',
        result: [...groups.values()].map(metric => ({
          metric,
          value: [Number(to / 1_000_000_000n), '1'],
        })),
      },
    };
  }

  private lines({
    query,
    start,
    end,
    limit,
    direction,
  }: Record<string, string>) {
    if (Number(limit) > this.maxLimit) {
      throw new Error(
        `max entries limit per query exceeded, limit > max_entries_limit_per_query (${limit} > ${this.maxLimit})`,
      );
    }
    if (direction !== 'forward') {
      throw new Error('The fake goes forward only');
    }
    const page = this.select(query, { from: BigInt(start), to: BigInt(end) })
      .sort((a, b) => Number(a.time - b.time))
      .slice(0, Number(limit));
    // Each its own stream, the latest first: the reader has to order them.
    return {
      status: 'success',
      data: {
        resultType: 'streams',
        result: page
          .map(({ time, labels, line }) => ({
            stream: labels,
            values: [[String(time), line]],
          }))
          .sort((a, b) =>
            Number(BigInt(b.values[0][0]) - BigInt(a.values[0][0])),
          ),
      },
    };
  }

  private select(
    query: string,
    time: { from: bigint; to: bigint },
  ): LokiEntry[] {
    const tokens = tokenize(query);
    const matchers = parseSelector(tokens);
    let found = this.entries
      .filter(entry => entry.time >= time.from && entry.time < time.to)
      .filter(({ labels }) =>
        matchers.every(([name, value]) => (labels[name] ?? '') === value),
      );
    while (tokens.length > 0) {
      expectToken(tokens, '|');
      found = applyStage(tokens, found);
    }
    return found;
  }
}

function tokenize(query: string): string[] {
  const tokens: string[] = [];
  const pattern = /\s*("(?:[^"\\\n]|\\.)*"|[a-zA-Z_]\w*|[{}|=,])/gy;
  let end = 0;
  for (const match of query.matchAll(pattern)) {
    tokens.push(match[1]);
    end = match.index + match[0].length;
  }
  if (query.slice(end).trim() !== '') {
    throw new Error(`parse error at ${end}: ${query.slice(end)}`);
  }
  return tokens;
}

function expectToken(tokens: string[], expected: string): void {
  const token = tokens.shift();
  if (token !== expected) {
    throw new Error(`parse error: ${token} instead of ${expected}`);
  }
}

/** A string as Go reads it; what it refuses is refused. */
function unquote(token: string | undefined): string {
  if (!token?.startsWith('"') || /\\u[dD][89a-fA-F]/.test(token)) {
    throw new Error(`parse error: ${token} is no string`);
  }
  return JSON.parse(token);
}

function parsePairs(tokens: string[]): Array<[string, string]> {
  const pairs: Array<[string, string]> = [];
  do {
    if (tokens[0] === ',') {
      tokens.shift();
    }
    const name = tokens.shift() ?? '';
    expectToken(tokens, '=');
    pairs.push([name, unquote(tokens.shift())]);
  } while (tokens[0] === ',');
  return pairs;
}

function parseSelector(tokens: string[]): Array<[string, string]> {
  expectToken(tokens, '{');
  const pairs = parsePairs(tokens);
  expectToken(tokens, '}');
  return pairs;
}

function applyStage(tokens: string[], entries: LokiEntry[]): LokiEntry[] {
  if (tokens[0] === 'json') {
    tokens.shift();
    const paths = parsePairs(tokens);
    return entries.map(entry => ({ ...entry, labels: extract(entry, paths) }));
  }
  if (tokens[0] === 'line_format') {
    tokens.shift();
    const template = unquote(tokens.shift());
    return entries.map(entry => ({
      ...entry,
      line: template.replace(
        /\{\{\.(\w+)\}\}/g,
        (_, name) => entry.labels[name] ?? '',
      ),
    }));
  }
  if (tokens[0] === 'label_format') {
    tokens.shift();
    const formats = parsePairs(tokens);
    return entries.map(entry => ({
      ...entry,
      labels: Object.fromEntries(
        Object.entries({
          ...entry.labels,
          ...Object.fromEntries(formats),
        }).filter(([, value]) => value !== ''),
      ),
    }));
  }
  const [[name, value]] = parsePairs(tokens);
  return entries.filter(({ labels }) => (labels[name] ?? '') === value);
}

function extract({ line, labels }: LokiEntry, paths: Array<[string, string]>) {
  let object: unknown;
  try {
    object = JSON.parse(line);
  } catch {
    return { ...labels, __error__: 'JSONParserErr' };
  }
  const extracted = paths.map(([name, path]) => [
    // As Loki renames what would hide a label of the stream.
    name in labels ? `${name}_extracted` : name,
    String(
      path.split('.').reduce<any>((value, key) => value?.[key], object) ?? '',
    ),
  ]);
  return { ...labels, ...Object.fromEntries(extracted) };
}
