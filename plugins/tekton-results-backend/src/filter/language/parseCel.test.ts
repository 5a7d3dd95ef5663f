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

import { CelSyntaxError, parseCel, parseUnchecked, typeOf } from './parseCel';

/*
 * What the adapter relies on and the CEL library does not promise. If a new
 * version fails here, the adapter has to change, not the test.
 */
describe('the CEL library', () => {
  it('leaves the type it found on each node', () => {
    const node = parseCel('name + "x" == data.a && size(data) > 1', 'records');
    expect(typeOf(node)).toBe('bool');
    expect(node.op).toBe('&&');
    const [equality] = node.args as readonly [typeof node, typeof node];
    const [sum, field] = equality.args as readonly [typeof node, typeof node];
    expect(typeOf(sum)).toBe('string');
    expect(typeOf(field)).toBe('dyn');
  });

  it('knows the types inside of maps and lists', () => {
    const entry = parseCel('annotations["a"] in ["b"]', 'results');
    const [value, list] = entry.args as readonly [typeof entry, typeof entry];
    expect(typeOf(value)).toBe('string');
    expect(typeOf(list)).toBe('list<string>');
  });

  it('gives each node its place in the text', () => {
    const node = parseUnchecked('  a.b == "é😀" || c');
    expect(node).toMatchObject({ op: '||', start: 2, end: 19 });
    const [left] = node.args as readonly [typeof node, typeof node];
    expect(left).toMatchObject({ op: '==', start: 2, end: 14 });
  });

  it('keeps macros as calls with the variable as first argument', () => {
    expect(parseUnchecked('a.exists(p, p == 1)')).toMatchObject({
      op: 'rcall',
      args: ['exists', { op: 'id', args: 'a' }, [{ op: 'id', args: 'p' }, {}]],
    });
  });

  it('takes has() of an item of a list only as the adapter tells it to', () => {
    expect(parseCel('has(data.a[0].b)', 'records')).toMatchObject({
      op: 'call',
      args: ['has', [{ op: '.' }]],
    });
    expect(() => parseCel('has(data)', 'records')).toThrow(CelSyntaxError);
    expect(() => parseCel('has(bogus[0].a)', 'records')).toThrow(
      CelSyntaxError,
    );
  });

  it.each([
    'int(create_time) > int(5u)',
    'string(create_time) != string(duration("1s"))',
    'timestamp(create_time) - duration(duration("1s")) < update_time',
  ])('knows the functions of %s as the adapter declares them', text => {
    expect(typeOf(parseCel(text, 'results'))).toBe('bool');
  });

  it('decodes escapes in texts', () => {
    expect(parseUnchecked(String.raw`'\u0041\n\'\x42'`)).toMatchObject({
      op: 'value',
      args: "A\n'B",
    });
  });

  it('takes numbers that are no 64-bit integers, so the adapter must not', () => {
    expect(parseUnchecked('9223372036854775808')).toMatchObject({
      op: 'value',
      args: 9223372036854775808n,
    });
  });

  it.each([
    ['name = "x"', 'unexpected_character', 5],
    ['name == "x', 'unterminated_string', 8],
    ['bogus == "x"', 'unknown_variable', 0],
    ['name == 1', 'no_such_overload', 0],
    ['name.startswith("x")', 'no_matching_overload', 0],
    ['name ==', 'unexpected_token', 7],
    ['data[?"a"]', 'unexpected_token', 5],
  ])('refuses %s with a code and a place', (text, code, start) => {
    expect(() => parseCel(text, 'records')).toThrow(
      expect.objectContaining({
        name: 'ExpressionError',
        code,
        range: expect.objectContaining({ start }),
      }),
    );
    expect.assertions(1);
  });

  it('refuses fields that a schema does not have', () => {
    expect(() =>
      parseCel('summary.startTime > create_time', 'results'),
    ).toThrow(CelSyntaxError);
  });

  it.each([
    ['10,000 parentheses', `${'('.repeat(10_000)}1${')'.repeat(10_000)}`],
    ['100,000 negations', `${'!'.repeat(100_000)}true`],
    ['20,000 comparisons', Array(20_000).fill('a').join(' == ')],
    ['a list of 10,000', `1 in [${Array(10_000).fill('1').join(',')}]`],
  ])('refuses %s with an error, not a crash', (_, text) => {
    expect(() => parseCel(text, 'records')).toThrow(
      expect.objectContaining({ name: 'ExpressionError' }),
    );
  });
});
