import { ageYears, majorityYears } from './age.ts';

/**
 * The birth date that the gate judges by, of the one on file and the one said with a message; either may be partial. What is
 * on file counts, unless the two contradict and the other makes the person a minor, or a younger one: a doubt protects.
 */
export function birthDateThatCounts(onFile: string | null, said: string | null, today: string): string | null {
  if (onFile === null || said === null) return onFile ?? said;
  // The same date, told more or less exactly.
  if (onFile.startsWith(said) || said.startsWith(onFile)) return onFile;
  const saidYears = ageYears(said, today);
  return saidYears < majorityYears && saidYears < ageYears(onFile, today) ? said : onFile;
}
