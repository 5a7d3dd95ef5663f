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

const PRIME_A = 0x01000193;
const PRIME_B = 0x5bd1e995;
const BASIS_A = 0x811c9dc5;
const BASIS_B = 0x9747b28c;
const HEX_DIGITS = 8;

/**
 * A hash of lines in 64 bits, which adds up: that of some lines and of others is
 * the sum of both. It is to find out whether lines are the same ones, and no
 * defence against somebody who makes them up.
 */
export class LinesHash {
  private a = 0;
  private b = 0;

  static parse(text: string): LinesHash | undefined {
    const hash = new LinesHash();
    hash.a = Number.parseInt(text.slice(0, HEX_DIGITS), 16) | 0;
    hash.b = Number.parseInt(text.slice(HEX_DIGITS), 16) | 0;
    return hash.toString() === text ? hash : undefined;
  }

  addLine(line: LineHash): void {
    this.a = (this.a + mixed(line.a)) | 0;
    this.b = (this.b + mixed(line.b)) | 0;
  }

  add(other: LinesHash): void {
    this.a = (this.a + other.a) | 0;
    this.b = (this.b + other.b) | 0;
  }

  toString(): string {
    return [this.a, this.b]
      .map(part => (part >>> 0).toString(16).padStart(HEX_DIGITS, '0'))
      .join('');
  }
}

/** The hash of one line, piece by piece. */
export class LineHash {
  a = BASIS_A;
  b = BASIS_B;

  restart(): void {
    this.a = BASIS_A;
    this.b = BASIS_B;
  }

  add(bytes: Buffer): void {
    let { a, b } = this;
    for (let index = 0; index < bytes.length; index += 1) {
      const byte = bytes[index];
      a = Math.imul(a ^ byte, PRIME_A);
      b = Math.imul(b ^ byte, PRIME_B);
      // Else high bits would never have a say in low ones.
      b ^= b >>> 15;
    }
    this.a = a;
    this.b = b;
  }
}

/** Spreads bits, as sums of similar numbers are similar. */
function mixed(value: number): number {
  let bits = value ^ (value >>> 16);
  bits = Math.imul(bits, 0x85ebca6b);
  bits ^= bits >>> 13;
  bits = Math.imul(bits, 0xc2b2ae35);
  return bits ^ (bits >>> 16);
}
