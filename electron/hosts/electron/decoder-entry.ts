/**
 * The decoder child inside Electron's utility process, whose channel is `process.parentPort`. The child itself
 * speaks Node's own channel; here the one is laid over the other before it starts.
 */
const port = process.parentPort;
process.send = (message: unknown) => {
  port.postMessage(message);
  return true;
};
port.on('message', (event) => process.emit('message', event.data, undefined));

await import('../../../media/decoder/child.ts');
