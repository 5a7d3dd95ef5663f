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

import { createHash, type Hash } from 'crypto';
import type { ClusterConnection } from '../../cluster';
import type { LogResumePoint } from '../../store';
import { readOnFrom } from '../archive';

/** The node has the container, but not its log any more. */
export class LogRefusedError extends Error {
  override name = 'LogRefusedError';
}

/** What is stored of a log does not come any more. */
export class LogRotatedError extends LogRefusedError {
  override name = 'LogRotatedError';
}

/** Nodes say so in the log itself, with status 200 and without a timestamp. */
const REFUSAL =
  /^(unable to retrieve container logs for |failed to try resolving symlinks in path )/;
const NEWLINE = 0x0a;
const MAX_REFUSAL_LENGTH = 500;

/**
 * The log of a container as its cluster sends it, from the resume point of what is
 * stored. Knows afterwards whether it was the cluster that failed.
 */
export class PodLogSource implements AsyncIterable<Buffer> {
  /** What the cluster failed with, if it did. */
  failure: unknown;
  private lastLine: Hash | undefined;
  private readonly options: ConstructorParameters<typeof PodLogSource>[0];

  constructor(options: {
    connection: Pick<ClusterConnection, 'podLog'>;
    namespace: string;
    pod: string;
    container: string;
    resume: LogResumePoint | undefined;
    follow: boolean;
    /** Called when the cluster has ended the log in order. */
    onEnd?: () => Promise<void>;
    signal: AbortSignal;
  }) {
    this.options = options;
  }

  /**
   * What stands for the last line that came if its end did not come; undefined if
   * all ended with a line.
   */
  get cutLine(): string | undefined {
    return this.lastLine?.copy().digest('base64');
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Buffer> {
    const { connection, resume, onEnd, ...request } = this.options;
    try {
      let first = true;
      this.lastLine = undefined;
      for await (const chunk of connection.podLog({
        ...request,
        sinceTime: resume && readOnFrom(resume),
        timestamps: true,
      })) {
        if (chunk.length === 0) {
          continue;
        }
        if (first) {
          assertLog(chunk);
          first = false;
        }
        this.noteLastLine(chunk);
        yield chunk;
      }
      await onEnd?.();
    } catch (error) {
      this.failure = error;
      throw error;
    }
  }

  private noteLastLine(chunk: Buffer): void {
    const start = chunk.lastIndexOf(NEWLINE) + 1;
    if (start > 0) {
      this.lastLine = undefined;
    }
    if (start < chunk.length) {
      this.lastLine ??= createHash('sha256');
      this.lastLine.update(chunk.subarray(start));
    }
  }
}

function assertLog(chunk: Buffer): void {
  const start = chunk.toString('utf8', 0, MAX_REFUSAL_LENGTH);
  if (REFUSAL.test(start)) {
    throw new LogRefusedError(start.trim());
  }
}
