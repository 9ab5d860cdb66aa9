type Manifest = { readonly dependencies?: Record<string, string>; readonly devDependencies?: Record<string, string> };

/** Lines of a lock file that name the host a package came from: an address there sends every clone to that host. */
export function checkLock(lock: string): string[] {
  return lock
    .split('\n')
    .flatMap((line, index) =>
      /"resolved":\s*"[a-z+]*:?\/\//i.test(line) || /\bhttps?:\/\/(?!opencollective|github|tidelift)\S*\.tgz/.test(line)
        ? [`line ${index + 1}: ${line.trim()}`]
        : [],
    );
}

/** Dependencies whose version is a range, and would change under us. */
export function checkPinned(manifest: Manifest): string[] {
  return Object.entries({ ...manifest.dependencies, ...manifest.devDependencies })
    .filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))
    .map(([name, version]) => `${name} ${version}`);
}
