/** Whether an Accept header (RFC 9110 section 12.5.1) admits one of the types, or a problem, which every operation may answer. */
export function accepts(header: string | null, types: readonly string[]): boolean {
  if (header === null || header === '' || header === '*/*' || header === 'application/json') return true;
  const admitted = [...types, 'application/problem+json'];
  return header.split(',').some((range) => {
    const [name = '', ...parameters] = range
      .trim()
      .toLowerCase()
      .split(/\s*;\s*/);
    if (parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter))) return false;
    return name === '*/*' || admitted.some((type) => name === type || name === `${type.split('/')[0]}/*`);
  });
}
