/** From this age a person is an adult (Codice civile, article 2). */
export const majorityYears = 18;

/**
 * Completed years at `today` (ISO date). Where the birth date is partial the person counts as born on the last day it
 * allows: a doubt about age protects as it protects a minor.
 */
export function ageYears(birthDate: string, today: string): number {
  const [year = '', month = '12', day = '31'] = birthDate.split('-');
  const years = Number(today.slice(0, 4)) - Number(year);
  return today.slice(5) >= `${month}-${day}` ? years : years - 1;
}
