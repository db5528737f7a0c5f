/**
 * `os.clock` as C defines it, the CPU time of the process, for the implementations that run inside
 * Node and would otherwise tell wall time: on a noisy machine the two are far apart. Threads that
 * compile or collect garbage meanwhile count too.
 */
export function cpuClock(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}
