const hourMs = 3_600_000;

export const plusHours = (instant: string, hours: number): string =>
  new Date(Date.parse(instant) + hours * hourMs).toISOString();
