import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, it } from 'vitest';

// The two facts of D1 that the shape of the commit stands on.
describe('a D1 batch', () => {
  beforeEach(async () => {
    await env.DB.batch([
      env.DB.prepare('DROP TABLE IF EXISTS stream'),
      env.DB.prepare('DROP TABLE IF EXISTS guard'),
      env.DB.prepare('CREATE TABLE stream (id TEXT NOT NULL, version INTEGER NOT NULL, UNIQUE (id, version))'),
      env.DB.prepare('CREATE TABLE guard (holds INTEGER NOT NULL)'),
      env.DB.prepare("INSERT INTO stream VALUES ('a', 1)"),
    ]);
  });

  const insert = env.DB.prepare("INSERT INTO stream VALUES ('a', 2)");
  const rows = () => env.DB.prepare('SELECT count(*) AS n FROM stream').first<{ n: number }>();

  it('goes through when a guarded update matches nothing, so an update cannot guard', async () => {
    await env.DB.batch([env.DB.prepare("UPDATE stream SET version = 3 WHERE id = 'a' AND version = 9"), insert]);
    expect(await rows()).toEqual({ n: 2 });
  });

  it('fails whole when a guard row does not hold', async () => {
    const guard = env.DB.prepare(
      'INSERT INTO guard SELECT CASE WHEN EXISTS (SELECT 1 FROM stream WHERE version = 9) THEN 1 END',
    );
    await expect(env.DB.batch([insert, guard])).rejects.toThrow(/NOT NULL/);
    expect(await rows()).toEqual({ n: 1 });
  });
});
