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
  FRESH_MS,
  nextStewardStep,
  type StewardFacts,
  type StewardSettings,
} from './nextStewardStep';

const NOW = Date.UTC(2026, 10, 21, 12);
const SECOND = 1_000;
const MINUTE = 60 * SECOND;

const CAPTURED = { done: true, missing: [] };
const LATE = { done: false, missing: ['logs: the pod does not answer'] };

const running: StewardFacts = {
  kind: 'PipelineRun',
  finished: false,
  storedAt: NOW,
  deleting: false,
  hasFinalizer: true,
  ownerKinds: [],
  labels: {},
  archived: true,
  lacksAnnotations: false,
};
/** Completed two hours ago, when nobody watched; stored an hour ago. */
const finished: StewardFacts = {
  ...running,
  finished: true,
  completedAt: NOW - 120 * MINUTE,
  finalStoredAt: NOW - 60 * MINUTE,
  childrenSettled: true,
  capture: CAPTURED,
};
const taskRun: StewardFacts = {
  ...finished,
  kind: 'TaskRun',
  childrenSettled: undefined,
};

const protecting: StewardSettings = {
  annotations: false,
  finalizers: 'use',
  checkOwner: true,
  labelSelector: [],
  forwardBufferMs: 0,
};
const annotating: StewardSettings = { ...protecting, annotations: true };
const cleaning: StewardSettings = { ...protecting, gracePeriodMs: 10 * MINUTE };
const readOnly: StewardSettings = { ...protecting, finalizers: 'ignore' };

const rest = { kind: 'rest' };

describe('nextStewardStep', () => {
  it.each<[string, StewardFacts, StewardSettings, object]>([
    [
      'window 1: protects a run at first sight',
      { ...running, hasFinalizer: false },
      protecting,
      { kind: 'addFinalizer' },
    ],
    ['leaves a protected run alone while it runs', running, protecting, rest],
    [
      'leaves a run alone when it may not be written to',
      { ...running, hasFinalizer: false, lacksAnnotations: true },
      readOnly,
      rest,
    ],
    [
      'does not protect what is not archived',
      { ...running, hasFinalizer: false, archived: false },
      protecting,
      rest,
    ],
    [
      'asks for the logs of a run that was over when it was first seen',
      {
        ...finished,
        hasFinalizer: false,
        finalStoredAt: NOW,
        capture: undefined,
      },
      protecting,
      { kind: 'capture' },
    ],
    [
      'window 9: protects a run that was over when first seen, until its logs are in',
      { ...finished, hasFinalizer: false, finalStoredAt: NOW, capture: LATE },
      protecting,
      { kind: 'addFinalizer' },
    ],
    [
      'asks for logs and events of a run when it is over, while there are events',
      { ...finished, finalStoredAt: NOW, capture: undefined },
      protecting,
      { kind: 'capture' },
    ],
    [
      'asks again for what was not in when it was over',
      { ...finished, finalStoredAt: NOW - MINUTE, capture: LATE },
      protecting,
      { kind: 'wait', until: NOW + 15 * SECOND },
    ],
    [
      'asks no more for what is late until somebody deletes the run',
      { ...finished, finalStoredAt: NOW - FRESH_MS, capture: LATE },
      protecting,
      rest,
    ],
    [
      'does not ask for logs and events of what is not archived',
      { ...finished, archived: false, finalStoredAt: NOW, capture: undefined },
      readOnly,
      rest,
    ],
    [
      'asks for logs and events before it annotates, as annotations tell of them',
      {
        ...finished,
        finalStoredAt: NOW,
        lacksAnnotations: true,
        capture: undefined,
      },
      annotating,
      { kind: 'capture' },
    ],
    [
      'annotates when logs and events are late, after a while',
      {
        ...finished,
        finalStoredAt: NOW - 29 * SECOND,
        lacksAnnotations: true,
        capture: LATE,
      },
      annotating,
      { kind: 'wait', until: NOW + SECOND },
    ],
    [
      'annotates when logs and events are late, after a while',
      {
        ...finished,
        finalStoredAt: NOW - 30 * SECOND,
        lacksAnnotations: true,
        capture: LATE,
      },
      annotating,
      { kind: 'annotate' },
    ],
    [
      'needs no finalizer on a run all of which is in',
      { ...finished, hasFinalizer: false, finalStoredAt: NOW },
      protecting,
      rest,
    ],
    [
      'adds no finalizers to old runs',
      {
        ...finished,
        hasFinalizer: false,
        finalStoredAt: NOW - FRESH_MS,
        capture: undefined,
      },
      protecting,
      rest,
    ],
    [
      'annotates a run once it is protected',
      { ...running, lacksAnnotations: true },
      annotating,
      { kind: 'annotate' },
    ],
    [
      'protects a run before it annotates it',
      { ...running, hasFinalizer: false, lacksAnnotations: true },
      annotating,
      { kind: 'addFinalizer' },
    ],
    [
      'does not annotate what is not archived',
      {
        ...finished,
        archived: false,
        hasFinalizer: false,
        lacksAnnotations: true,
      },
      annotating,
      rest,
    ],
    [
      'keeps the finalizer of a finished run until somebody deletes it',
      finished,
      protecting,
      rest,
    ],
  ])('A.8 and A.11: %s', (_, facts, settings, step) => {
    expect(nextStewardStep(facts, settings, NOW)).toEqual(step);
  });

  it.each<[string, StewardFacts, StewardSettings, object]>([
    [
      'row 0, window 6: stores what the policy takes no more, then releases it',
      { ...finished, archived: false },
      protecting,
      { kind: 'releaseFinalizer', reason: 'notArchived' },
    ],
    [
      'row 0, window 6: keeps what the policy takes no more until it is finished',
      { ...running, archived: false },
      protecting,
      rest,
    ],
    [
      'row 0, window 6: waits for the logs of what the policy takes no more',
      { ...finished, archived: false, capture: LATE },
      protecting,
      { kind: 'wait', until: NOW + 30 * SECOND },
    ],
    [
      'row 1, window 3 and F4: does not release a deleted run before its logs are in',
      { ...finished, deleting: true, finalStoredAt: NOW, capture: LATE },
      protecting,
      { kind: 'wait', until: NOW + 2 * SECOND },
    ],
    [
      'row 1: asks for logs and events first',
      { ...finished, deleting: true, capture: undefined },
      protecting,
      { kind: 'capture' },
    ],
    [
      'row 2: does not release finalizers that are not ours',
      { ...finished, deleting: true },
      readOnly,
      { kind: 'wait', until: NOW + 10 * MINUTE },
    ],
    [
      'row 2: tells of a deleted run that nobody releases',
      { ...finished, deleting: true, storedAt: NOW - 10 * MINUTE },
      readOnly,
      { kind: 'tellHeld' },
    ],
    [
      'row 2: does not tell of a deleted run that others hold',
      {
        ...finished,
        deleting: true,
        hasFinalizer: false,
        storedAt: NOW - 10 * MINUTE,
      },
      readOnly,
      rest,
    ],
    [
      'row 3, window 4: releases a deleted run that is not finished, as stored',
      { ...running, deleting: true, capture: CAPTURED },
      protecting,
      { kind: 'releaseFinalizer', reason: 'unfinished' },
    ],
    [
      'row 3: asks for what there is of a deleted run that is not finished',
      { ...running, deleting: true },
      protecting,
      { kind: 'capture' },
    ],
    [
      'row 4a, window 7: waits for those who forward logs without a completion time',
      {
        ...taskRun,
        deleting: true,
        completedAt: undefined,
        finalStoredAt: NOW - MINUTE,
      },
      { ...protecting, forwardBufferMs: 150 * SECOND },
      { kind: 'wait', until: NOW + 90 * SECOND },
    ],
    [
      'row 4b: waits for those who forward logs of a TaskRun',
      {
        ...taskRun,
        deleting: true,
        completedAt: NOW - MINUTE,
        finalStoredAt: NOW,
      },
      { ...protecting, forwardBufferMs: 150 * SECOND },
      { kind: 'wait', until: NOW + 90 * SECOND },
    ],
    [
      'row 4b: holds no TaskRun for longer because the clock of its cluster is fast',
      {
        ...taskRun,
        deleting: true,
        completedAt: NOW + 120 * MINUTE,
        finalStoredAt: NOW - MINUTE,
      },
      { ...protecting, forwardBufferMs: 150 * SECOND },
      { kind: 'wait', until: NOW + 90 * SECOND },
    ],
    [
      'row 4b: does not wait for a PipelineRun, which has no logs of its own',
      { ...finished, deleting: true, completedAt: NOW },
      { ...protecting, forwardBufferMs: 150 * SECOND },
      { kind: 'releaseFinalizer', reason: 'captured' },
    ],
    [
      'row 5a, window 7: releases a run without completion time only when all is in',
      {
        ...finished,
        deleting: true,
        completedAt: undefined,
        finalStoredAt: NOW,
        capture: LATE,
      },
      { ...protecting, storeDeadlineMs: 10 * MINUTE },
      { kind: 'wait', until: NOW + 2 * SECOND },
    ],
    [
      'row 5b, window 2: counts the deadline from when the run was stored',
      {
        ...finished,
        deleting: true,
        finalStoredAt: NOW - MINUTE,
        capture: LATE,
      },
      { ...protecting, storeDeadlineMs: 10 * MINUTE },
      { kind: 'wait', until: NOW + 15 * SECOND },
    ],
    [
      'row 5b, F17: says so when it releases a run at the deadline',
      {
        ...finished,
        deleting: true,
        finalStoredAt: NOW - 10 * MINUTE,
        capture: LATE,
      },
      { ...protecting, storeDeadlineMs: 10 * MINUTE },
      { kind: 'releaseFinalizer', reason: 'deadline' },
    ],
    [
      'row 5b: has a deadline for unfinished runs, too',
      {
        ...running,
        deleting: true,
        storedAt: NOW - 10 * MINUTE,
        capture: LATE,
      },
      { ...protecting, storeDeadlineMs: 10 * MINUTE },
      { kind: 'releaseFinalizer', reason: 'deadline' },
    ],
    [
      'rows 6 to 8: never gives up without a deadline',
      {
        ...finished,
        deleting: true,
        finalStoredAt: NOW - 30 * 24 * 60 * MINUTE,
        capture: LATE,
      },
      protecting,
      { kind: 'wait', until: NOW + 30 * SECOND },
    ],
    [
      'row 9: releases a deleted run when all of it is in',
      { ...finished, deleting: true },
      protecting,
      { kind: 'releaseFinalizer', reason: 'captured' },
    ],
    [
      'row 9: does not hold a deleted run for its grace period',
      { ...finished, deleting: true, finalStoredAt: NOW },
      cleaning,
      { kind: 'releaseFinalizer', reason: 'captured' },
    ],
    [
      'releases finished runs when finalizers are given up',
      finished,
      { ...protecting, finalizers: 'release' },
      { kind: 'releaseFinalizer', reason: 'notArchived' },
    ],
    [
      'adds no finalizers when they are given up',
      { ...running, hasFinalizer: false },
      { ...protecting, finalizers: 'release' },
      rest,
    ],
    [
      'leaves a deleted run alone that has no finalizer of ours',
      { ...finished, deleting: true, hasFinalizer: false },
      cleaning,
      rest,
    ],
  ])('A.11 %s', (_, facts, settings, step) => {
    expect(nextStewardStep(facts, settings, NOW)).toEqual(step);
  });

  it.each<[string, StewardFacts, StewardSettings, object]>([
    [
      'row 1: deletes nothing without a grace period',
      finished,
      protecting,
      rest,
    ],
    ['row 2: does not delete what is not done', running, cleaning, rest],
    [
      'row 3: leaves what a PipelineRun owns to the PipelineRun',
      { ...taskRun, ownerKinds: ['PipelineRun'] },
      { ...cleaning, checkOwner: false },
      rest,
    ],
    [
      'row 4: does not delete what anything owns',
      { ...finished, ownerKinds: ['Release'] },
      cleaning,
      rest,
    ],
    [
      'row 4: deletes what others own if told so',
      { ...finished, ownerKinds: ['Release'] },
      { ...cleaning, checkOwner: false },
      { kind: 'delete' },
    ],
    [
      'row 5: deletes a run without completion time after its grace period',
      { ...finished, completedAt: undefined },
      cleaning,
      { kind: 'delete' },
    ],
    [
      'row 6: waits for the grace period',
      { ...finished, finalStoredAt: NOW - MINUTE },
      cleaning,
      { kind: 'wait', until: NOW + 9 * MINUTE },
    ],
    [
      'row 6, window 13: counts the grace period from when the run was stored',
      { ...finished, finalStoredAt: NOW },
      cleaning,
      { kind: 'wait', until: NOW + 10 * MINUTE },
    ],
    [
      'row 6: asks for logs and events while it waits',
      { ...finished, finalStoredAt: NOW, capture: undefined },
      cleaning,
      { kind: 'capture' },
    ],
    [
      'row 6: deletes at once with a grace period of nothing',
      { ...finished, finalStoredAt: NOW },
      { ...cleaning, gracePeriodMs: 0 },
      { kind: 'delete' },
    ],
    [
      'row 7: deletes only what the label selector selects',
      { ...finished, labels: { team: 'a' } },
      {
        ...cleaning,
        labelSelector: [{ key: 'team', operator: 'in', values: ['b'] }],
      },
      rest,
    ],
    [
      'row 8, F14: looks for children in the store',
      { ...finished, childrenSettled: undefined },
      cleaning,
      { kind: 'inspectChildren' },
    ],
    [
      'row 8, F14: waits for children that are not stored to their end',
      { ...finished, childrenSettled: false },
      cleaning,
      { kind: 'wait', until: NOW + 30 * SECOND },
    ],
    [
      'asks for logs and events before it deletes',
      { ...finished, capture: undefined },
      cleaning,
      { kind: 'capture' },
    ],
    [
      'window 9, F4: never deletes a run whose logs are not in, deadline or not',
      { ...finished, capture: LATE },
      { ...cleaning, storeDeadlineMs: MINUTE },
      { kind: 'wait', until: NOW + 30 * SECOND },
    ],
    [
      'waits for those who forward the logs of a TaskRun',
      {
        ...taskRun,
        completedAt: NOW,
        finalStoredAt: NOW,
      },
      { ...cleaning, gracePeriodMs: 0, forwardBufferMs: 5 * MINUTE },
      { kind: 'wait', until: NOW + 5 * MINUTE },
    ],
    [
      'does not delete what is not archived',
      { ...finished, hasFinalizer: false, archived: false },
      cleaning,
      rest,
    ],
    [
      'deletes without the right to use finalizers',
      { ...finished, hasFinalizer: false },
      { ...cleaning, finalizers: 'ignore' },
      { kind: 'delete' },
    ],
    [
      'F1, window 8: annotates a copied run whatever its annotations say, then waits',
      { ...finished, finalStoredAt: NOW, lacksAnnotations: true },
      { ...cleaning, annotations: true },
      { kind: 'annotate' },
    ],
  ])('A.10 %s', (_, facts, settings, step) => {
    expect(nextStewardStep(facts, settings, NOW)).toEqual(step);
  });
});
