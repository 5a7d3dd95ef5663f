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
  FAILED_STATUSES,
  type TaskAttempt,
  type TaskExecution,
} from 'backstage-plugin-tekton-results-common';
import type { KeyedTask } from '../location';
import {
  attemptSegments,
  spanOf,
  taskSegments,
  type Segment,
} from './segments';

/** Which tasks are shown; the first is the default. */
export const WATERFALL_FILTERS = ['all', 'failed', 'critical', 'long'] as const;

/** One of {@link WATERFALL_FILTERS}. */
export type WaterfallFilter = (typeof WATERFALL_FILTERS)[number];

/** A task is long if it took at least this part of the run. */
const LONG_SHARE = 0.1;

/** A row of the waterfall: a task, the members of a matrix together, or an attempt. */
export interface WaterfallRow {
  readonly id: string;
  /** Absent for all members of a matrix together. */
  readonly keyed?: KeyedTask;
  /** The members of a matrix. */
  readonly members?: readonly KeyedTask[];
  /** Present for one of several attempts. */
  readonly attempt?: TaskAttempt;
  /** From 1. */
  readonly level: number;
  readonly position: number;
  readonly siblings: number;
  /** Absent if there is nothing below. */
  readonly expanded?: boolean;
  readonly parentId?: string;
  readonly segments: readonly Segment[];
  readonly fromMs?: number;
  readonly toMs?: number;
  readonly critical: boolean;
  readonly finally: boolean;
  /** The first that runs after all others. */
  readonly startsFinally: boolean;
}

interface Node {
  readonly id: string;
  readonly keyed?: KeyedTask;
  readonly members?: readonly KeyedTask[];
  readonly attempt?: TaskAttempt;
  readonly segments: readonly Segment[];
  readonly fromMs?: number;
  readonly toMs?: number;
  readonly critical: boolean;
  readonly finally: boolean;
  readonly children: readonly Node[];
}

/** What decides on the rows. */
export interface WaterfallOptions {
  readonly tasks: readonly KeyedTask[];
  readonly critical: ReadonlySet<TaskExecution>;
  /** Ids of rows whose lower rows are not shown. */
  readonly collapsed: ReadonlySet<string>;
  readonly filter: WaterfallFilter;
  readonly nowMs: number;
}

/**
 * The rows of a run in the order of their start, those that run after all others
 * at the end; members of a matrix and attempts stand below their task.
 */
export function waterfallRows(options: WaterfallOptions): WaterfallRow[] {
  const nodes = groups(chosenTasks(options)).map(members =>
    members.length === 1
      ? taskNode(members[0], options)
      : matrixNode(members, options),
  );
  nodes.sort(
    (a, b) =>
      Number(a.finally) - Number(b.finally) ||
      (a.fromMs ?? Infinity) - (b.fromMs ?? Infinity) ||
      0,
  );
  return flatten(nodes, options.collapsed);
}

function chosenTasks(options: WaterfallOptions): KeyedTask[] {
  const { tasks, critical, filter, nowMs } = options;
  const longMs = LONG_SHARE * lengthOf(tasks, nowMs);
  return tasks.filter(({ task }) => {
    switch (filter) {
      case 'failed':
        return FAILED_STATUSES.some(status => status === task.status);
      case 'critical':
        return critical.has(task);
      case 'long':
        return lengthOf([{ key: '', task }], nowMs) >= longMs;
      default:
        return true;
    }
  });
}

/** Of the time in which any of the tasks ran (ms). */
function lengthOf(tasks: readonly KeyedTask[], nowMs: number): number {
  const segments = tasks.flatMap(({ task }) => taskSegments(task, nowMs));
  const { fromMs = 0, toMs = 0 } = spanOf(segments);
  return toMs - fromMs;
}

function groups(tasks: readonly KeyedTask[]): KeyedTask[][] {
  const byName = new Map<string, KeyedTask[]>();
  for (const keyed of tasks) {
    const members = byName.get(keyed.task.name);
    if (members) {
      members.push(keyed);
    } else {
      byName.set(keyed.task.name, [keyed]);
    }
  }
  return [...byName.values()];
}

function matrixNode(
  members: readonly KeyedTask[],
  options: WaterfallOptions,
): Node {
  const children = members.map(member => taskNode(member, options));
  const [{ task }] = members;
  const { fromMs, toMs } = spanOf(children);
  return {
    id: `matrix/${task.name}`,
    members,
    segments: [],
    fromMs,
    toMs,
    critical: members.some(member => options.critical.has(member.task)),
    finally: task.finally,
    children,
  };
}

function taskNode(keyed: KeyedTask, options: WaterfallOptions): Node {
  const { key, task } = keyed;
  const segments = taskSegments(task, options.nowMs);
  const critical = options.critical.has(task);
  const shared = { keyed, critical, finally: task.finally };
  const attempts =
    task.attempts.length > 1
      ? task.attempts.map((attempt): Node => {
          const own = attemptSegments(attempt, options.nowMs);
          return {
            ...shared,
            id: `${key}/${attempt.number}`,
            attempt,
            segments: own,
            ...spanOf(own, attempt),
            critical: false,
            children: [],
          };
        })
      : [];
  return {
    ...shared,
    id: key,
    segments,
    ...spanOf(segments, task),
    children: attempts,
  };
}

function flatten(
  nodes: readonly Node[],
  collapsed: ReadonlySet<string>,
  parent: { id?: string; level: number } = { level: 0 },
): WaterfallRow[] {
  const firstFinally = nodes.findIndex(node => node.finally);
  return nodes.flatMap(({ children, ...node }, index) => {
    const expanded = children.length > 0 ? !collapsed.has(node.id) : undefined;
    const row: WaterfallRow = {
      ...node,
      level: parent.level + 1,
      position: index + 1,
      siblings: nodes.length,
      expanded,
      parentId: parent.id,
      startsFinally: parent.level === 0 && index === firstFinally,
    };
    return expanded ? [row, ...flatten(children, collapsed, row)] : [row];
  });
}
