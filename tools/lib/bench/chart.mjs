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

import { formatCell } from './figures.mjs';

/*
 * Pictures of tables of figures. Scales are logarithmic, as what is compared
 * often differs a hundred times.
 *
 * @typedef {import('./figures.mjs').Table} Table
 */

const WIDTH = 900;
const LABEL_WIDTH = 280;
const RIGHT = 70;
const TOP = 70;
const FONT = 12;
const BAR = 11;
const BAR_GAP = 3;
const GROUP_GAP = 10;
const PLOT_HEIGHT = 360;
const LEGEND_LINE = 17;
const COLOURS = [
  '#1f77b4',
  '#ff7f0e',
  '#2ca02c',
  '#d62728',
  '#9467bd',
  '#8c564b',
  '#e377c2',
  '#7f7f7f',
  '#bcbd22',
  '#17becf',
  '#1b3a57',
  '#8b6f00',
];

/**
 * A picture of a table that says what to show; undefined if it does not, or if
 * there is nothing to show.
 *
 * @param {Table} table
 * @returns {string | undefined} SVG
 */
export function chartSvg(table) {
  if (!table.chart) return undefined;
  const chart = {
    title: table.title,
    unit: table.chart.unit,
    columns: table.chart.columns,
    rows: table.rows.map(row => ({
      name: String(row[0] ?? ''),
      values: table.chart.columns.map(name =>
        positive(row[table.columns.indexOf(name)]),
      ),
    })),
  };
  if (chart.rows.every(({ values }) => values.every(isAbsent))) {
    return undefined;
  }
  return table.chart.kind === 'bars' ? bars(chart) : lines(chart);
}

/** A logarithm has no place for others. */
const positive = value =>
  typeof value === 'number' && Number.isFinite(value) && value > 0
    ? value
    : undefined;

const isAbsent = value => value === undefined;

/**
 * From a power of ten at or below the least value to one at or above the largest.
 *
 * @param {(number | undefined)[]} values
 * @param {number} length of the axis
 */
export function logScale(values, length) {
  const present = values.filter(value => value !== undefined);
  const from = Math.floor(Math.log10(Math.min(...present)));
  const to = Math.max(from + 1, Math.ceil(Math.log10(Math.max(...present))));
  return {
    at: value => ((Math.log10(value) - from) / (to - from)) * length,
    ticks: Array.from({ length: to - from + 1 }, (_, step) =>
      Number(`1e${from + step}`),
    ),
  };
}

function bars({ title, unit, columns, rows }) {
  const scale = logScale(
    rows.flatMap(({ values }) => values),
    WIDTH - LABEL_WIDTH - RIGHT,
  );
  const groupHeight = columns.length * (BAR + BAR_GAP) + GROUP_GAP;
  const bottom = TOP + rows.length * groupHeight;
  const drawn = rows.flatMap(({ name, values }, row) => {
    const top = TOP + row * groupHeight;
    const middle = top + (columns.length * (BAR + BAR_GAP)) / 2;
    return [
      text(LABEL_WIDTH - 8, middle + FONT / 3, name, 'end'),
      ...values.flatMap((value, column) => {
        if (value === undefined) return [];
        const y = top + column * (BAR + BAR_GAP);
        const length = Math.max(1, scale.at(value));
        return [
          `<rect x="${LABEL_WIDTH}" y="${y}" width="${short(
            length,
          )}" height="${BAR}" fill="${colour(column)}"/>`,
          text(
            LABEL_WIDTH + length + 4,
            y + BAR - 1,
            formatCell(value),
            'start',
            9,
          ),
        ];
      }),
    ];
  });
  const grid = scale.ticks.flatMap(tick => {
    const x = LABEL_WIDTH + scale.at(tick);
    return [rule(x, TOP, x, bottom), text(x, bottom + 16, tick, 'middle')];
  });
  return picture(bottom + 40, [
    heading(title),
    ...legendBeside(columns),
    ...grid,
    ...drawn,
    text(WIDTH - RIGHT, bottom + 32, unit, 'end'),
  ]);
}

function lines({ title, unit, columns, rows }) {
  const width = WIDTH - LABEL_WIDTH - RIGHT;
  const sizes = columns.map(Number);
  const across = logScale(sizes, width);
  const up = logScale(
    rows.flatMap(({ values }) => values),
    PLOT_HEIGHT,
  );
  const left = 70;
  const bottom = TOP + PLOT_HEIGHT;
  const x = size => left + across.at(size);
  const y = value => bottom - up.at(value);
  const drawn = rows.flatMap(({ name, values }, row) => {
    const points = values.flatMap((value, column) =>
      value === undefined
        ? []
        : [`${short(x(sizes[column]))},${short(y(value))}`],
    );
    const legendY = TOP + 10 + row * LEGEND_LINE;
    return [
      `<polyline points="${points.join(' ')}" fill="none" stroke="${colour(
        row,
      )}" stroke-width="2"/>`,
      ...points.map(point => {
        const [cx, cy] = point.split(',');
        return `<circle cx="${cx}" cy="${cy}" r="3" fill="${colour(row)}"/>`;
      }),
      square(left + width + 20, legendY - 9, row),
      text(left + width + 36, legendY, name, 'start'),
    ];
  });
  const grid = [
    ...across.ticks.flatMap(tick => [
      rule(x(tick), TOP, x(tick), bottom),
      text(x(tick), bottom + 16, tick, 'middle'),
    ]),
    ...up.ticks.flatMap(tick => [
      rule(left, y(tick), left + width, y(tick)),
      text(left - 6, y(tick) + FONT / 3, tick, 'end'),
    ]),
  ];
  const height = Math.max(bottom + 40, TOP + 20 + rows.length * LEGEND_LINE);
  return picture(height, [
    heading(title),
    ...grid,
    ...drawn,
    text(left - 6, TOP - 10, unit, 'end'),
    text(left + width, bottom + 32, 'records', 'end'),
  ]);
}

function picture(height, parts) {
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="sans-serif" font-size="${FONT}">`,
    `<rect width="${WIDTH}" height="${height}" fill="#ffffff"/>`,
    ...parts,
    '</svg>',
    '',
  ].join('\n');
}

const heading = title =>
  `<text x="12" y="24" font-size="15" font-weight="bold">${escapeXml(
    title,
  )}</text>`;

function legendBeside(columns) {
  const each = (WIDTH - LABEL_WIDTH) / columns.length;
  return columns.flatMap((name, column) => {
    const x = LABEL_WIDTH + column * each;
    return [square(x, 42, column), text(x + 16, 52, name, 'start')];
  });
}

const colour = index => COLOURS[index % COLOURS.length];

const square = (x, y, index) =>
  `<rect x="${short(x)}" y="${y}" width="11" height="11" fill="${colour(
    index,
  )}"/>`;

const rule = (x1, y1, x2, y2) =>
  `<line x1="${short(x1)}" y1="${short(y1)}" x2="${short(x2)}" y2="${short(
    y2,
  )}" stroke="#dddddd"/>`;

const text = (x, y, content, anchor, size = FONT) =>
  `<text x="${short(x)}" y="${short(
    y,
  )}" text-anchor="${anchor}" font-size="${size}">${escapeXml(
    String(content),
  )}</text>`;

const short = number => String(Number(number.toPrecision(4)));

const escapeXml = content =>
  content
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;');
