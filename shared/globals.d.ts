/**
 * The few globals that every process has and `shared` may use. `lib` is plain ECMAScript there, so anything
 * not named here (fetch, timers, process, document) is a type error, which is the point.
 */
interface AbortSignal {
  readonly aborted: boolean;
  readonly reason: unknown;
  throwIfAborted(): void;
}
