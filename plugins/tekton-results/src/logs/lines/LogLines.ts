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

import type {
  LogLine,
  LogLinesResponse,
} from 'backstage-plugin-tekton-results-common';
import { PLAIN, styleAfter, type TextStyle } from '../ansi';
import { isLoss, type LostLines } from './lostLines';

/** So many lines are asked for at once; as many as the server gives. */
export const BLOCK_LINES = 2_000;
/** So many blocks are kept before and after those that are looked at. */
const KEPT_EACH_SIDE = 5;
/** Of all blocks together, but for those that are looked at. */
const MAX_KEPT_CHARACTERS = 16_000_000;
/** Of what a running step writes, which may not be stored yet. */
const MAX_FOLLOWED_BLOCKS = 50;
/** Who drags the scrollbar passes many blocks and wants none of them. */
const SETTLE_MS = 40;
const NOT_STORED_RETRY_MS = 5_000;

/** A line, and the look that it begins with. */
export interface LoadedLine extends LogLine {
  readonly startStyle: TextStyle;
  /** It is lost, together with these; its text is empty. */
  readonly lost?: LostLines;
}

interface Block {
  readonly lines: LoadedLine[];
  characters: number;
  /** Came from the end of a running log, and perhaps can be had nowhere else. */
  followed: boolean;
}

/** Lines, and what is known of those after them. */
interface LinesAnswer extends LogLinesResponse {
  /** All others that were asked for are lost. */
  readonly endsLost: boolean;
}

/** Asks for lines, both ends included. */
export type LoadLines = (
  from: number,
  to: number,
  signal: AbortSignal,
) => Promise<LogLinesResponse>;

/** How many lines there are. */
export interface LineCount {
  readonly count: number;
  /** Otherwise there may be more. */
  readonly exact: boolean;
}

/**
 * The lines of a log, of which only those near to what is looked at are in memory.
 *
 * What is looked at and not there is asked for, one block at a time; a request is
 * given up as soon as nobody looks at its block. Lines that are written while the
 * log is open are added at its end. Lines that are lost have a place like others,
 * as the numbers of those after them stay.
 */
export class LogLines {
  private readonly load: LoadLines;
  private readonly hasLosses: boolean;
  private readonly blocks = new Map<number, Block>();
  /** The look that the block after one begins with; small, so all are kept. */
  private readonly endStyles = new Map<number, TextStyle>();
  private readonly listeners = new Set<() => void>();
  private view = { first: 0, last: 0 };
  private request?: { readonly block: number; readonly stop: AbortController };
  private timer?: ReturnType<typeof setTimeout>;
  private lineCount: LineCount;
  private failure?: Error;
  /** The last line that came from a running step. */
  private followedTo = 0;
  /** Blocks with lines that the server does not have yet. */
  private readonly waiting = new Set<number>();
  private changes = 0;
  private closed = true;

  constructor(options: {
    readonly load: LoadLines;
    /** Undefined: not known before the end is read. */
    readonly count?: number;
    /** A line that is wanted, where it is not known how many there are. */
    readonly atLeast?: number;
    /** Some of these lines are known to be lost. */
    readonly hasLosses?: boolean;
  }) {
    const { load, count, atLeast = 1, hasLosses = false } = options;
    this.load = load;
    this.hasLosses = hasLosses;
    this.lineCount =
      count === undefined
        ? { count: Math.max(BLOCK_LINES, atLeast), exact: false }
        : { count, exact: true };
  }

  /** Changes whenever there is something else to be seen. */
  readonly version = (): number => this.changes;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  get total(): LineCount {
    return this.lineCount;
  }

  /** Why lines that are looked at are not there. */
  get error(): Error | undefined {
    return this.failure;
  }

  /** A line, if it is in memory; from 1. */
  line(number: number): LoadedLine | undefined {
    const block = this.blocks.get(blockOf(number));
    return block?.lines[(number - 1) % BLOCK_LINES];
  }

  /** The first line that is asked for together with another one. */
  static startOfBlock(number: number): number {
    return blockOf(number) * BLOCK_LINES + 1;
  }

  /** How many lines are in memory. */
  get kept(): number {
    return [...this.blocks.values()].reduce(
      (sum, { lines }) => sum + lines.length,
      0,
    );
  }

  /** Says which lines are looked at. */
  show(from: number, to: number): void {
    this.view = { first: blockOf(from), last: blockOf(to) };
    this.forget();
    const asked = this.request?.block;
    if (asked !== undefined && !this.isSeen(asked)) {
      this.request?.stop.abort();
      this.request = undefined;
    }
    this.askSoon(this.changes === 0 ? 0 : SETTLE_MS);
  }

  /**
   * Lines as a whole, of which those that are not in memory are asked for; without
   * those that are lost.
   */
  async read(from: number, to: number): Promise<LogLine[]> {
    const lines: LogLine[] = [];
    const last = Math.min(to, this.lineCount.count);
    const { signal } = new AbortController();
    let next = from;
    while (next <= last) {
      const line = this.line(next);
      if (line) {
        lines.push(line);
        next += 1;
      } else {
        const end = Math.min(last, next + BLOCK_LINES - 1);
        const answer = await this.loadOrLost(next, end, signal);
        lines.push(...answer.items);
        const isOver = answer.items.length === 0 && !answer.endsLost;
        next = isOver ? last + 1 : answer.next ?? end + 1;
      }
    }
    return lines.filter(line => !('lost' in line && line.lost));
  }

  /** Asks again after a failure. */
  retry(): void {
    this.failure = undefined;
    this.changed();
    this.askSoon(0);
  }

  /** Lines at the end of a log that is being written. */
  append(lines: readonly LogLine[]): void {
    for (const line of lines) {
      const index = blockOf(line.number);
      const place = (line.number - 1) % BLOCK_LINES;
      const block = this.blocks.get(index) ?? emptyBlock();
      if (block.lines.length === place) {
        this.blocks.set(index, block);
        block.followed = true;
        this.add(index, block, line);
      }
    }
    const last = lines[lines.length - 1];
    if (last) {
      this.followedTo = Math.max(last.number, this.followedTo);
      const { count } = this.lineCount;
      this.lineCount = { count: Math.max(last.number, count), exact: true };
      this.forget();
      this.changed();
    }
  }

  /** Says how many lines there are after all. */
  setCount(count: number): void {
    if (count === this.lineCount.count && this.lineCount.exact) {
      return;
    }
    this.lineCount = { count, exact: true };
    this.followedTo = Math.min(this.followedTo, count);
    this.blocks.forEach((block, index) => {
      const room = Math.max(0, count - index * BLOCK_LINES);
      if (room === 0) {
        this.blocks.delete(index);
      } else if (block.lines.length > room) {
        block.lines.length = room;
      }
    });
    this.changed();
    this.askSoon(0);
  }

  /** A line as a whole, of which there was only the beginning. */
  replace(number: number, text: string, cutFrom: number | undefined): void {
    const block = this.blocks.get(blockOf(number));
    const place = (number - 1) % BLOCK_LINES;
    const line = block?.lines[place];
    if (block && line) {
      block.characters += text.length - line.text.length;
      block.lines[place] = { ...line, text, cutFrom };
      this.changed();
    }
  }

  /** Asks for what is looked at, also after it was closed. */
  open(): void {
    this.closed = false;
    this.askSoon(0);
  }

  /** No more is asked for. */
  close(): void {
    this.closed = true;
    clearTimeout(this.timer);
    this.request?.stop.abort();
    this.request = undefined;
  }

  private askSoon(afterMs: number): void {
    clearTimeout(this.timer);
    if (!this.closed && !this.request && this.nextBlock() !== undefined) {
      this.timer = setTimeout(() => this.ask(), afterMs);
    }
  }

  private ask(): void {
    const index = this.nextBlock();
    if (index === undefined || this.request || this.closed) {
      return;
    }
    const stop = new AbortController();
    this.request = { block: index, stop };
    this.fill(index, stop.signal)
      .catch(error => {
        if (!stop.signal.aborted) {
          this.failure =
            error instanceof Error ? error : new Error(String(error));
          this.changed();
        }
      })
      .finally(() => {
        if (this.request?.stop === stop) {
          this.request = undefined;
          this.askSoon(0);
        }
      });
  }

  private async fill(index: number, signal: AbortSignal): Promise<void> {
    const first = index * BLOCK_LINES + 1;
    const { count, exact } = this.lineCount;
    const end = first + BLOCK_LINES - 1;
    const last = exact ? Math.min(end, count) : end;
    const have = this.blocks.get(index)?.lines.length ?? 0;
    let next: number | undefined = first + have;
    while (next !== undefined && next <= last) {
      const answer: LinesAnswer = await this.loadOrLost(next, last, signal);
      signal.throwIfAborted();
      const block = this.blocks.get(index) ?? emptyBlock();
      this.blocks.set(index, block);
      for (const line of answer.items) {
        this.addLost(index, block, line.number - 1);
        // What was followed meanwhile may be there already.
        if ((line.number - 1) % BLOCK_LINES === block.lines.length) {
          this.add(index, block, line);
        }
      }
      if (answer.endsLost) {
        this.addLost(index, block, last);
      }
      const isStuck: boolean = answer.next !== undefined && answer.next <= next;
      next = isStuck ? undefined : answer.next;
    }
    this.failure = undefined;
    this.settleCount(index, last);
    this.forget();
    this.changed();
  }

  /** Asks for lines, of which the last ones, or all, may turn out to be lost. */
  private async loadOrLost(
    from: number,
    to: number,
    signal: AbortSignal,
  ): Promise<LinesAnswer> {
    try {
      const { items, next } = await this.load(from, to, signal);
      const isRest = next === undefined && this.lineCount.exact;
      return { items, next, endsLost: this.hasLosses && isRest };
    } catch (error) {
      if (isLoss(error)) {
        return { items: [], endsLost: true };
      }
      throw error;
    }
  }

  /** What an answer tells of the end of the log. */
  private settleCount(index: number, asked: number): void {
    const lines = this.blocks.get(index)?.lines.length ?? 0;
    const end = index * BLOCK_LINES + lines;
    const { count, exact } = this.lineCount;
    if (end >= asked) {
      this.lineCount = exact
        ? this.lineCount
        : { count: Math.max(count, end + BLOCK_LINES), exact };
    } else if (end >= this.followedTo) {
      this.lineCount = { count: end, exact: true };
    } else {
      // Written, as they were followed, but not stored yet.
      this.waiting.add(index);
      setTimeout(() => {
        this.waiting.delete(index);
        this.askSoon(0);
      }, NOT_STORED_RETRY_MS);
    }
  }

  private add(index: number, block: Block, line: LogLine): void {
    const isFirst = block.lines.length === 0;
    const startStyle = this.endStyles.get(isFirst ? index - 1 : index) ?? PLAIN;
    block.lines.push({ ...line, startStyle });
    block.characters += line.text.length;
    this.endStyles.set(index, styleAfter(line.text, startStyle));
  }

  /** Gives lost lines, up to one, their places. */
  private addLost(index: number, block: Block, to: number): void {
    const before = index * BLOCK_LINES;
    const from = before + block.lines.length + 1;
    for (let number = from; number <= to; number++) {
      const lost = { from, to };
      block.lines.push({ number, text: '', startStyle: PLAIN, lost });
    }
    if (from <= to) {
      this.endStyles.set(index, PLAIN);
    }
  }

  /** The first block that is looked at and not there. */
  private nextBlock(): number | undefined {
    if (this.failure) {
      return undefined;
    }
    const { count } = this.lineCount;
    for (let index = this.view.first; index <= this.view.last; index++) {
      const expected = Math.min(BLOCK_LINES, count - index * BLOCK_LINES);
      const have = this.blocks.get(index)?.lines.length ?? 0;
      if (have < expected && !this.waiting.has(index)) {
        return index;
      }
    }
    return undefined;
  }

  private isSeen(index: number): boolean {
    return index >= this.view.first && index <= this.view.last;
  }

  /** Drops the blocks that are farthest away. */
  private forget(): void {
    const farFirst = [...this.blocks.keys()].sort(
      (a, b) => this.distance(b) - this.distance(a),
    );
    let characters = [...this.blocks.values()].reduce(
      (sum, block) => sum + block.characters,
      0,
    );
    let followed = [...this.blocks.values()].filter(
      block => block.followed,
    ).length;
    for (const index of farFirst) {
      const block = this.blocks.get(index)!;
      const isFar = this.distance(index) > KEPT_EACH_SIDE;
      const isExempt = block.followed && followed <= MAX_FOLLOWED_BLOCKS;
      const isTooMuch =
        characters > MAX_KEPT_CHARACTERS && this.distance(index) > 0;
      if ((isFar && !isExempt) || isTooMuch) {
        this.blocks.delete(index);
        characters -= block.characters;
        followed -= block.followed ? 1 : 0;
      }
    }
  }

  private distance(index: number): number {
    return Math.max(this.view.first - index, index - this.view.last, 0);
  }

  private changed(): void {
    this.changes += 1;
    this.listeners.forEach(listener => listener());
  }
}

function blockOf(number: number): number {
  return Math.max(0, Math.floor((number - 1) / BLOCK_LINES));
}

function emptyBlock(): Block {
  return { lines: [], characters: 0, followed: false };
}
