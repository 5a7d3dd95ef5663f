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
import { WINDOW_BYTES } from './composeDictionary';

/** A piece and what surrounds its counterpart fit into what deflate looks back at. */
const PIECE_BYTES = 24 * 1024;
const AROUND_BYTES = (WINDOW_BYTES - PIECE_BYTES) / 2;

/** A part of a text, and where the part of a dictionary ends that is like it. */
interface Piece {
  readonly start: number;
  readonly end: number;
  readonly dictionaryEnd: number;
}

/** Whether a text is so long that its end is too far from its counterpart. */
export function isLong(bytes: number): boolean {
  return bytes > PIECE_BYTES;
}

/**
 * Cuts a text into pieces. What runs have in common stands in a dictionary in their
 * order, so each piece has its counterpart at about the same place.
 *
 * @param textBytes - how long the text is
 * @param dictionaryBytes - how long the dictionary is
 */
export function piecesOf(textBytes: number, dictionaryBytes: number): Piece[] {
  const learnedBytes = Math.max(0, dictionaryBytes - WINDOW_BYTES);
  const scale = learnedBytes / textBytes;
  const pieces: Piece[] = [];
  for (let start = 0; start < textBytes; start += PIECE_BYTES) {
    const end = Math.min(textBytes, start + PIECE_BYTES);
    const counterpartEnd =
      dictionaryBytes - learnedBytes + Math.round(end * scale) + AROUND_BYTES;
    const dictionaryEnd = Math.min(dictionaryBytes, counterpartEnd);
    pieces.push({ start, end, dictionaryEnd });
  }
  return pieces;
}
