/** Loaded beside the gateway in its own process: says how much processor time the process has used, all its threads counted. */
process.on('message', () => process.send?.(process.cpuUsage()));
process.channel?.unref();
