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

import type { RedactionRule } from '../../config';
import { decodeBytes, encodeBytes, unfinishedBytes } from './ByteText';
import { RuleRedactor } from './RuleRedactor';

/** Replaces in lines what rules find, one rule after another. */
export class LineRedactor {
  private readonly stages: readonly RuleRedactor[];
  private unfinished = Buffer.alloc(0);

  constructor(rules: readonly RedactionRule[]) {
    this.stages = rules.map(rule => new RuleRedactor(rule));
  }

  /** @param isLast - whether the line has no more pieces */
  redact(piece: Buffer, isLast: boolean): Buffer {
    const bytes =
      this.unfinished.length > 0
        ? Buffer.concat([this.unfinished, piece])
        : piece;
    const kept = isLast ? 0 : unfinishedBytes(bytes);
    this.unfinished = Buffer.from(bytes.subarray(bytes.length - kept));
    const text = decodeBytes(bytes.subarray(0, bytes.length - kept));
    const redacted = this.stages.reduce(
      (result, stage) => stage.redact(result, isLast),
      text,
    );
    // The usual case: no need to encode it again.
    return redacted === text && bytes === piece && kept === 0
      ? piece
      : encodeBytes(redacted);
  }
}
