import { base64url } from 'jose';
import { describe, expect, it } from 'vitest';
import { type From, listed } from '../../src/commit/page.ts';

const idOf = (index: number) => `00000000-0000-7000-8000-${String(index).padStart(12, '0')}`;
const placeOf = (cursor: string | null) => cursor && JSON.parse(new TextDecoder().decode(base64url.decode(cursor)))[1];

/** A table of `count` rows, newest first, and how often it was asked. */
function table(count: number) {
  const rows = Array.from({ length: count }, (_, index) => ({ id: idOf(count - 1 - index), index: count - 1 - index }));
  const asked: From[] = [];
  const rowsFrom = async (from: From) => {
    asked.push(from);
    return [rows.filter(({ id }) => id < from.before).slice(0, from.limit)];
  };
  return { asked, rowsFrom };
}
type Row = { readonly id: string; readonly index: number };
const page = (from: ReturnType<typeof table>, cursor: string | null, limit: number, shows?: (row: Row) => boolean) =>
  listed<Row, Row>('consents', cursor, limit, (row) => row, from.rowsFrom, shows);

describe('a page of which not everything may be shown', () => {
  it('is as full as another, and its cursor is of what it shows', async () => {
    const rows = table(330);
    const shows = ({ index }: Row) => index % 40 === 7;
    const seen: number[] = [];
    let cursor: string | null = null;
    do {
      const got = await page(rows, cursor, 4, shows);
      if (got === 'invalid_cursor') throw new Error(got);
      seen.push(...got.items.map(({ index }) => index));
      cursor = got.next_cursor;
      if (cursor !== null) expect([got.items.length, placeOf(cursor)]).toEqual([4, got.items.at(-1)?.id]);
    } while (cursor !== null);
    expect(seen).toEqual([327, 287, 247, 207, 167, 127, 87, 47, 7]);
  });

  it('ends without a cursor where only what is hidden follows', async () => {
    expect(await page(table(50), null, 1, ({ index }) => index === 49)).toMatchObject({ next_cursor: null });
    expect(await page(table(50), null, 10, () => false)).toEqual({ items: [], next_cursor: null });
  });

  it('looks through so much and no more', async () => {
    const rows = table(2_000);
    const got = await page(rows, null, 10, ({ index }) => index === 0);
    expect(rows.asked.map(({ limit }) => limit)).toEqual([101, 101, 101, 101, 101]);
    expect(got).toEqual({ items: [], next_cursor: expect.any(String) });
  });

  it('asks once where everything may be shown', async () => {
    const rows = table(50);
    await page(rows, null, 10);
    expect(rows.asked.map(({ limit }) => limit)).toEqual([11]);
  });
});
