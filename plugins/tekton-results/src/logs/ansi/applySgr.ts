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

import { PLAIN, RGB, type Colour, type TextStyle } from './TextStyle';

type Flag = 'bold' | 'dim' | 'italic' | 'underline' | 'inverse' | 'strike';

const FLAGS: Record<number, Flag> = {
  1: 'bold',
  2: 'dim',
  3: 'italic',
  4: 'underline',
  7: 'inverse',
  9: 'strike',
  21: 'underline',
};

const UNDO: Record<number, readonly Flag[]> = {
  22: ['bold', 'dim'],
  23: ['italic'],
  24: ['underline'],
  27: ['inverse'],
  29: ['strike'],
};

/** What follows 38 and 48: a colour of 256, or red, green and blue. */
const OF_256 = 5;
const OF_RGB = 2;
/** Of the 256: 16 basic ones, a cube of 6 by 6 by 6, and 24 greys. */
const CUBE = 16;
const GREYS = 232;

/**
 * The look of a text after "select graphic rendition" (ECMA-48, and what xterm adds
 * to it), given as what stands between `ESC [` and `m`. What is not known is
 * skipped.
 */
export function applySgr(style: TextStyle, parameters: string): TextStyle {
  let next = style;
  const codes = parameters.split(';');
  for (let i = 0; i < codes.length; i++) {
    const [code, ...parts] = codes[i].split(':').map(Number);
    if (code === 38 || code === 48 || code === 58) {
      const apart = parts.length === 0;
      const given = apart ? codes.slice(i + 1, i + 5).map(Number) : parts;
      const { colour, length } = readColour(given, apart);
      i += apart ? length : 0;
      if (code !== 58 && colour !== undefined) {
        next = { ...next, [code === 38 ? 'fg' : 'bg']: colour };
      }
    } else if (code === 4 && parts[0] === 0) {
      next = without(next, ['underline']);
    } else {
      next = applyCode(next, code);
    }
  }
  return next;
}

function applyCode(style: TextStyle, code: number): TextStyle {
  if (code === 0) {
    return PLAIN;
  }
  if (FLAGS[code]) {
    return { ...style, [FLAGS[code]]: true };
  }
  if (UNDO[code]) {
    return without(style, UNDO[code]);
  }
  if (code === 39 || code === 49) {
    return without(style, [code === 39 ? 'fg' : 'bg']);
  }
  const basic = basicColour(code);
  return basic ? { ...style, ...basic } : style;
}

function basicColour(code: number): Pick<TextStyle, 'fg' | 'bg'> | undefined {
  const tens = Math.floor(code / 10);
  const unit = code % 10;
  if (unit > 7) {
    return undefined;
  }
  switch (tens) {
    case 3:
      return { fg: unit };
    case 4:
      return { bg: unit };
    case 9:
      return { fg: unit + 8 };
    case 10:
      return { bg: unit + 8 };
    default:
      return undefined;
  }
}

/** A colour, and how many codes it takes. */
function readColour(
  [kind, ...values]: readonly number[],
  apart: boolean,
): { colour?: Colour; length: number } {
  if (kind === OF_256) {
    return { colour: of256(values[0]), length: 2 };
  }
  if (kind === OF_RGB) {
    // With colons there may be the number of a colour space before the colour.
    const rgb = apart ? values.slice(0, 3) : values.slice(-3);
    const whole = rgb.length === 3 && rgb.every(isByte);
    return {
      colour: whole ? toColour(rgb[0], rgb[1], rgb[2]) : undefined,
      length: 4,
    };
  }
  return { length: 1 };
}

function of256(index: number): Colour | undefined {
  if (!isByte(index)) {
    return undefined;
  }
  if (index < CUBE) {
    return index;
  }
  if (index >= GREYS) {
    const grey = 8 + (index - GREYS) * 10;
    return toColour(grey, grey, grey);
  }
  const level = (step: number) => (step === 0 ? 0 : 55 + step * 40);
  const cube = index - CUBE;
  return toColour(
    level(Math.floor(cube / 36)),
    level(Math.floor(cube / 6) % 6),
    level(cube % 6),
  );
}

function toColour(red: number, green: number, blue: number): Colour {
  return RGB + red * 0x10000 + green * 0x100 + blue;
}

function isByte(value: number | undefined): boolean {
  return Number.isInteger(value) && value! >= 0 && value! <= 255;
}

function without(
  style: TextStyle,
  names: ReadonlyArray<keyof TextStyle>,
): TextStyle {
  const next: { -readonly [K in keyof TextStyle]: TextStyle[K] } = { ...style };
  names.forEach(name => delete next[name]);
  return next;
}
