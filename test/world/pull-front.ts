import type { Front } from './partners.ts';

/** Stands before a partner and makes it answer later (NONBLOCK_PULL_REST): 202, then its status, then the answer of the partner behind it. */
export function createPullFront(options: { readonly location?: string } = {}) {
  const jobs: Request[] = [];
  const polls: string[] = [];
  let isFinished = false;
  const front: Front = async (request, behind) => {
    const { origin, pathname } = new URL(request.url);
    const number = /^\/(?:stati|esiti)\/(\d+)$/.exec(pathname)?.[1];
    if (request.method === 'GET' && number !== undefined) {
      polls.push(pathname);
      const job = jobs[Number(number) - 1];
      if (job === undefined) return new Response(null, { status: 404 });
      if (pathname.startsWith('/esiti/')) return behind(job.clone());
      return isFinished
        ? new Response(null, { status: 303, headers: { location: `/esiti/${number}` } })
        : Response.json({ status: 'processing' }, { headers: { 'retry-after': '600' } });
    }
    if (request.method === 'GET') return behind(request);
    jobs.push(request.clone());
    const location = options.location ?? `${origin}/stati/${jobs.length}`;
    return new Response(null, { status: 202, headers: { location } });
  };
  return {
    front,
    /** Requests it took. */
    taken: (): number => jobs.length,
    polls: polls as readonly string[],
    finish: () => {
      isFinished = true;
    },
  };
}
