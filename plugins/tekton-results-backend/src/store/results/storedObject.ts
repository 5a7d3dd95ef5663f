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

import type { JsonValue } from '@backstage/types';
import {
  parseRunObject,
  runFacts,
} from 'backstage-plugin-tekton-results-common';
import type { LeafDictionary } from '../promotion/leafSignature';
import { keepOwner } from '../promotion/keepOwner';
import { promote, type Promotion } from '../promotion/promote';
import type { DbRecordsRow } from '../tables';
import { versionNumber } from '../versionNumber';
import type { PostedRun } from './claimRun';

/** What is to be stored of an object beside its text. */
export interface StoredObject {
  readonly promotion: Promotion;
  /** If it is one. */
  readonly run?: PostedRun;
}

/**
 * Works out what is to be stored of the object of a Record.
 *
 * @param options - `payload`: undefined if there is none; `createTime`: of the
 * Record; `stored`: the run that it has been until now
 */
export function storedObject(options: {
  payload: JsonValue | undefined;
  createTime: number;
  leaves: LeafDictionary;
  stored?: Pick<DbRecordsRow, 'run_uid' | 'owner_run_uid'>;
}): StoredObject {
  const { stored, ...others } = options;
  const { run } = parseRunObject(options.payload);
  const isSame = run?.metadata.uid === stored?.run_uid;
  const facts =
    run && keepOwner(runFacts(run), isSame ? stored?.owner_run_uid : null);
  return {
    promotion: promote({ ...others, facts }),
    run: facts && {
      facts,
      resourceVersion: versionNumber(run.metadata.resourceVersion),
      podName: run.status.podName,
    },
  };
}
