/** What `waited` gives, or `late` once `ms` are over. What was waited for goes on by itself. */
export async function within<T>(waited: Promise<T>, ms: number, late: T): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const over = new Promise<T>((resolve) => {
    timer = setTimeout(() => resolve(late), Math.max(ms, 0));
  });
  try {
    return await Promise.race([waited, over]);
  } finally {
    clearTimeout(timer);
  }
}
