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

/** An event that was forwarded to a Splunk. */
export interface SplunkEvent {
  /** Seconds since 1970 (UTC). */
  readonly time: number;
  readonly index: string;
  readonly fields: Readonly<Record<string, string | string[]>>;
}

interface Job {
  readonly table: ReturnType<FakeSplunk['run']>;
  polls: number;
}

/**
 * As much of Splunk's REST API as is needed to find out what a search asks for: it
 * parses SPL as far as it is used, with wildcards in values as Splunk has them.
 */
export class FakeSplunk {
  readonly events: SplunkEvent[] = [];
  readonly searches: string[] = [];
  readonly cancelled: string[] = [];
  readonly tokens = new Set<string | undefined>();
  /** How often a job says that it runs. */
  pollsUntilDone = 1;
  /** In which it ends. */
  finalState = 'DONE';
  /** As `maxresultrows`. */
  maxRows = 50_000;
  private readonly jobs = new Map<string, Job>();

  static async start() {
    const splunk = new FakeSplunk();
    const app = express();
    const jobs = '/services/search/v2/jobs';
    app.use(express.urlencoded({ extended: false }));
    app.use((request, _response, next) => {
      splunk.tokens.add(request.headers.authorization);
      next();
    });
    app.post(jobs, (request, response) => splunk.begin(request, response));
    app.get(`${jobs}/:sid`, (request, response) =>
      splunk.state(request, response),
    );
    app.get(`${jobs}/:sid/results`, (request, response) =>
      splunk.results(request, response),
    );
    app.post(`${jobs}/:sid/control`, (request, response) => {
      splunk.cancelled.push(request.params.sid);
      response.json({});
    });
    const { url, stop } = await startServer(app);
    return { splunk, url, stop };
  }

  private begin(request: Request, response: Response): void {
    const { search, earliest_time: from, latest_time: to } = request.body;
    this.searches.push(search);
    try {
      const sid = `17/${this.jobs.size}`;
      const table = this.run(search, { from: Number(from), to: Number(to) });
      this.jobs.set(sid, { table, polls: 0 });
      response.status(201).json({ sid });
    } catch (error) {
      response
        .status(400)
        .json({ messages: [{ type: 'FATAL', text: String(error) }] });
    }
  }

  private state(request: Request, response: Response): void {
    const job = this.jobs.get(request.params.sid)!;
    job.polls += 1;
    const isDone = job.polls > this.pollsUntilDone;
    response.json({
      entry: [
        {
          content: {
            dispatchState: isDone ? this.finalState : 'RUNNING',
            resultCount: job.table.rows.length,
            messages: [{ type: 'INFO', text: 'Told by Splunk' }],
          },
        },
      ],
    });
  }

  private results(request: Request, response: Response): void {
    const { fields, rows } = this.jobs.get(request.params.sid)!.table;
    const { offset, count } = request.query;
    const start = Number(offset);
    response.json({
      fields,
      rows: rows.slice(start, start + Math.min(Number(count), this.maxRows)),
    });
  }

  private run(search: string, time: { from: number; to: number }) {
    const [terms, ...commands] = splitOutsideStrings(search, '|');
    const matchers = parseTerms(terms);
    const found = this.events
      .filter(event => event.time >= time.from && event.time < time.to)
      .filter(({ index, fields }) =>
        matchers.every(({ field, pattern }) =>
          [field === 'index' ? index : fields[field] ?? []]
            .flat()
            .some(value => pattern.test(value)),
        ),
      )
      // Splunk finds the newest first.
      .reverse()
      .sort((a, b) => b.time - a.time);
    return commands.reduce(applyCommand, {
      fields: [] as string[],
      rows: [] as Array<Array<string | string[] | null>>,
      events: found,
    });
  }
}

function splitOutsideStrings(text: string, separator: string): string[] {
  const parts = [''];
  for (const [piece] of text.matchAll(/"(?:[^"\\]|\\.)*"|[^"]/gs)) {
    if (piece === separator) {
      parts.push('');
    } else {
      parts[parts.length - 1] += piece;
    }
  }
  return parts.map(part => part.trim());
}

function parseTerms(text: string) {
  const [command, ...terms] = splitOutsideStrings(text, ' ');
  if (command !== 'search') {
    throw new Error(`Unknown command ${command}`);
  }
  return terms.map(term => {
    const [, field, quoted, plain] =
      /^([\w.:-]+)=(?:"((?:[^"\\]|\\.)*)"|([\w-]+))$/s.exec(term) ?? [];
    if (!field) {
      throw new Error(`Bad term ${term}`);
    }
    const value = plain ?? quoted.replace(/\\(.)/gs, '$1');
    const pattern = value
      .split('*')
      .map(part => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
      .join('.*');
    return { field, pattern: new RegExp(`^${pattern}$`, 'is') };
  });
}

type Table = {
  fields: string[];
  rows: Array<Array<string | string[] | null>>;
  events: SplunkEvent[];
};

function applyCommand(table: Table, command: string): Table {
  const [name, ...args] = command.split(/\s+/);
  switch (`${name} ${args[0] ?? ''}`) {
    case 'reverse ':
      return { ...table, events: [...table.events].reverse() };
    case 'sort 0':
      return {
        ...table,
        events: [...table.events].sort((a, b) => a.time - b.time),
      };
    case 'fillnull value=""':
      return {
        ...table,
        events: table.events.map(event => ({
          ...event,
          fields: {
            ...Object.fromEntries(args.slice(1).map(field => [field, ''])),
            ...event.fields,
          },
        })),
      };
    case `where ${args[0]}`: {
      const [, field] =
        /^where isnull\('([\w.:-]+)'\) OR '\1'=""$/.exec(command) ?? [];
      if (!field) {
        throw new Error(`Unknown condition ${command}`);
      }
      return {
        ...table,
        events: table.events.filter(
          ({ fields }) => (fields[field] ?? '') === '',
        ),
      };
    }
    case 'stats count': {
      const fields = args.slice(2);
      const groups = new Map(
        table.events.map(event => {
          const row = fields.map(field => event.fields[field]);
          return [JSON.stringify(row), [...row, '1']];
        }),
      );
      return {
        ...table,
        fields: [...fields, 'count'],
        rows: [...groups.values()],
      };
    }
    default:
      if (name !== 'table') {
        throw new Error(`Unknown command ${command}`);
      }
      return {
        ...table,
        fields: args,
        rows: table.events.map(event =>
          args.map(field => event.fields[field] ?? null),
        ),
      };
  }
}
