import { describe, expect, it } from 'vitest';
import { createLineLog, type LogLevel, logLevels, thrownFields } from '../../src/entry/log.ts';
import { createNodeLog } from '../../src/entry/log-node.ts';

const now = () => '2026-03-02T09:00:00.000Z';

function both(level: LogLevel) {
  const lines: string[] = [];
  const nodeLines: string[] = [];
  return {
    lines,
    nodeLines,
    logs: [
      createLineLog({ level, now, write: (line) => lines.push(`${line}\n`) }),
      createNodeLog({ level, now, destination: { write: (line) => nodeLines.push(line) } }),
    ],
  };
}

describe('the log', () => {
  it('writes the same lines on both runtimes', () => {
    const { lines, nodeLines, logs } = both('debug');
    for (const log of logs) {
      for (const level of logLevels)
        log(level, 'delivery.settled', { id: 'x"\n\u0007é', attempts: 3, ok: true, code: null, ms: 1.5 });
      log('info', 'gateway 100% %s %d up');
    }
    expect(nodeLines).toEqual(lines);
    expect(lines[0]).toBe(
      '{"level":"debug","time":"2026-03-02T09:00:00.000Z","id":"x\\"\\n\\u0007é","attempts":3,"ok":true,"code":null,"ms":1.5,"event":"delivery.settled"}\n',
    );
    expect(lines).toHaveLength(5);
  });

  it.each(logLevels)('writes what is as grave as %s, or worse', (level) => {
    const { lines, nodeLines, logs } = both(level);
    for (const log of logs) for (const each of logLevels) log(each, 'x');
    expect(nodeLines).toEqual(lines);
    expect(lines).toHaveLength(logLevels.length - logLevels.indexOf(level));
  });

  it('says of a thrown error where it came from, and nothing that it says', () => {
    const fields = thrownFields(new TypeError('PLANTED\n    at VALUE'));
    expect(fields.thrown).toBe('TypeError');
    expect(fields.at).toContain('entry-log.test.ts');
    expect(fields.at).not.toContain('PLANTED');
    expect(thrownFields('PLANTED')).toEqual({ thrown: 'string', at: '' });
  });
});
