import { readFileSync } from 'node:fs';

/**
 * Whether the other end of a loopback connection is this user's own, as far as the system says: on Linux it names the user,
 * elsewhere nobody does. Addresses that open something once can be read from the process list by other users of the machine:
 * this is what makes them useless to them.
 * @param peerPort the connection's remote port
 * @param localPort our own port
 */
export function isOwnUser(peerPort: number | undefined, localPort: number): boolean {
  const user = peerPort === undefined ? null : peerUser(peerPort, localPort);
  return user === null || user === process.getuid?.();
}

/** @source proc(5), /proc/net/tcp: local_address, rem_address, st, …, uid is the eighth column */
function peerUser(peerPort: number, localPort: number): number | null {
  if (process.platform !== 'linux') return null;
  try {
    return uidIn(readFileSync('/proc/net/tcp', 'latin1'), peerPort, localPort);
  } catch {
    return null;
  }
}

const LOOPBACK = '0100007F';

export function uidIn(table: string, peerPort: number, localPort: number): number | null {
  const hex = (port: number): string => port.toString(16).toUpperCase().padStart(4, '0');
  const local = `${LOOPBACK}:${hex(peerPort)}`;
  const remote = `${LOOPBACK}:${hex(localPort)}`;
  for (const line of table.split('\n')) {
    const columns = line.trim().split(/\s+/);
    if (columns[1] === local && columns[2] === remote) return Number.parseInt(columns[7] ?? '', 10);
  }
  return null;
}
