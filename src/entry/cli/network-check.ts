import type { Fault } from '../../network/index.ts';
import { readNamedFile } from './read-file.ts';
import { counted, need, read, type Verb } from './verb.ts';

/** Every fault of a network document, each with its line, before anybody applies it; of one without a fault what it will hardly mean. */
export const networkCheck: Verb = {
  usage: 'FILE',
  about: 'list every fault of a network document (YAML or JSON), and what in a sound one will be denied',
  run: async (args, io) => {
    const { words } = read(args, [], 1);
    const path = need(words[0], 'FILE');
    // Loaded here, so that the other commands start without them.
    const { checkNetwork, documentWarnings, readDocument } = await import('../../network/index.ts');
    const { adapters } = await import('../../../adapters/registry.ts');
    const text = readDocument(readNamedFile(path));
    const say = (line: number, { pointer, code, detail }: Fault) =>
      io.out(`${path}:${line} ${pointer} ${code}: ${detail}`);
    if (!text.ok) {
      for (const { line, fault } of text.faults) say(line, fault);
      return 1;
    }
    const checked = checkNetwork(text.value, adapters);
    if (!checked.ok) {
      for (const fault of checked.faults) say(text.lineOf(fault.pointer), fault);
      io.err(counted(checked.faults.length, 'fault'));
      return 1;
    }
    const warnings = documentWarnings(checked.document);
    for (const warning of warnings)
      io.out(`${path}:${text.lineOf(warning.pointer)} ${warning.pointer} warning ${warning.code}: ${warning.detail}`);
    const { organizations, services, agreements, systems, clients } = checked.document;
    const amounts = [
      counted(organizations.length, 'organization'),
      counted(services.length, 'service'),
      counted(agreements.length, 'agreement'),
      counted(systems.length, 'system'),
      counted(clients.length, 'client'),
    ];
    const warned = warnings.length === 0 ? '' : `, ${counted(warnings.length, 'warning')}`;
    io.out(`${path}: no fault${warned}. ${amounts.join(', ')}`);
    return 0;
  },
};
