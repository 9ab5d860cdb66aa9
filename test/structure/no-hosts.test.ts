import { describe, expect, it } from 'vitest';
import { checkLock, checkPinned } from './check-lock.ts';
import { textOf } from './sources.ts';

describe('the lock file', () => {
  it('names no host', () => {
    expect(checkLock(textOf('package-lock.json'))).toEqual([]);
  });

  it.each([
    '"resolved": "https://registry.example/hono/-/hono-4.0.0.tgz",',
    '"resolved": "git+ssh://git@host.example/hono.git",',
  ])('is reported with %s', (line) => {
    expect(checkLock(`{\n${line}\n}`)).toHaveLength(1);
  });
});

describe('the dependencies', () => {
  it('are pinned', () => {
    expect(checkPinned(JSON.parse(textOf('package.json')))).toEqual([]);
  });

  it.each(['^4.0.0', '~4.0.0', '*', 'latest', 'github:honojs/hono'])('are reported with %s', (version) => {
    expect(checkPinned({ dependencies: { hono: version } })).toEqual([`hono ${version}`]);
  });
});
