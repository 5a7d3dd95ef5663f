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

import { RGB, type Colour, type TextStyle } from './TextStyle';

/** Contrast of text that WCAG 2.2 asks for. */
export const MIN_CONTRAST = 4.5;

type Rgb = readonly [red: number, green: number, blue: number];

/** What text stands on, in each mode: the surface of it that leaves least contrast. */
interface Surface {
  readonly text: Rgb;
  readonly ground: Rgb;
}

/**
 * The colours of Backstage UI (0.18) that the log uses. In light mode lines stand
 * on white, or on this if they are marked; in dark mode marked lines are darker.
 */
export const SURFACES: Readonly<Record<'light' | 'dark', Surface>> = {
  light: { text: [0, 0, 0], ground: [0xff, 0xed, 0xd5] },
  dark: { text: [255, 255, 255], ground: [0x42, 0x41, 0x41] },
};

const BLACK: Rgb = [0, 0, 0];
const WHITE: Rgb = [255, 255, 255];

/** The sixteen basic colours, as they are where they need not be read. */
const BASIC: readonly Rgb[] = [
  [0, 0, 0],
  [205, 49, 49],
  [13, 148, 85],
  [190, 150, 0],
  [36, 114, 200],
  [170, 60, 180],
  [17, 150, 180],
  [204, 204, 204],
  [110, 110, 110],
  [241, 76, 76],
  [35, 209, 139],
  [230, 200, 40],
  [59, 142, 234],
  [214, 112, 214],
  [41, 184, 219],
  [255, 255, 255],
];

/** Colours of a text as custom properties of CSS, for each mode. */
export interface TextColours {
  readonly '--log-fg-light'?: string;
  readonly '--log-fg-dark'?: string;
  readonly '--log-bg-light'?: string;
  readonly '--log-bg-dark'?: string;
}

const known = new Map<string, TextColours>();
const MAX_KNOWN = 2_000;

/** The colours of a look, changed so that text can be read on its ground. */
export function coloursOf(style: TextStyle): TextColours | undefined {
  const { fg, bg, inverse = false, dim = false } = style;
  if (fg === undefined && bg === undefined && !inverse) {
    return undefined;
  }
  const key = [fg, bg, inverse, dim].join();
  let colours = known.get(key);
  if (!colours) {
    if (known.size >= MAX_KNOWN) {
      known.clear();
    }
    colours = { ...inMode('light', style), ...inMode('dark', style) };
    known.set(key, colours);
  }
  return colours;
}

function inMode(mode: 'light' | 'dark', style: TextStyle): TextColours {
  const surface = SURFACES[mode];
  const fg = style.fg === undefined ? surface.text : rgbOf(style.fg);
  const bg = style.bg === undefined ? surface.ground : rgbOf(style.bg);
  const ground = style.inverse ? fg : bg;
  const text = style.inverse ? bg : fg;
  const hasGround = style.inverse || style.bg !== undefined;
  return {
    [`--log-fg-${mode}`]: hex(
      readable(style.dim ? mix(text, ground, 0.3) : text, ground),
    ),
    ...(hasGround && { [`--log-bg-${mode}`]: hex(ground) }),
  };
}

/** A colour like another one, with enough contrast to a ground. */
function readable(text: Rgb, ground: Rgb): Rgb {
  const goal =
    contrast(BLACK, ground) > contrast(WHITE, ground) ? BLACK : WHITE;
  for (let share = 0; share < 1; share += 0.05) {
    const mixed = mix(text, goal, share);
    if (contrast(mixed, ground) >= MIN_CONTRAST) {
      return mixed;
    }
  }
  return goal;
}

/** How well two colours can be told apart: 1 not at all, 21 best (WCAG 2.2). */
export function contrast(one: Rgb, other: Rgb): number {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

function luminance(rgb: Rgb): number {
  const [red, green, blue] = rgb.map(value => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function mix(from: Rgb, to: Rgb, share: number): Rgb {
  const part = (i: 0 | 1 | 2) =>
    Math.round(from[i] + (to[i] - from[i]) * share);
  return [part(0), part(1), part(2)];
}

function rgbOf(colour: Colour): Rgb {
  if (colour < RGB) {
    return BASIC[colour];
  }
  const bits = colour - RGB;
  return [
    Math.floor(bits / 0x10000),
    Math.floor(bits / 0x100) % 0x100,
    bits % 0x100,
  ];
}

function hex(rgb: Rgb): string {
  return `#${rgb.map(part => part.toString(16).padStart(2, '0')).join('')}`;
}
