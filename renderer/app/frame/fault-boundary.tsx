import { Component, type ReactNode } from 'react';
import { say } from '../../text/index.ts';
import { Button, Empty } from '../../ui/index.ts';

interface FaultBoundaryProps {
  readonly children: ReactNode;
}

interface FaultBoundaryState {
  readonly broken: boolean;
}

/** A fault of the window's own: what was drawn is gone, what the desktop holds is not, so a new page is enough. */
export class FaultBoundary extends Component<FaultBoundaryProps, FaultBoundaryState> {
  override readonly state: FaultBoundaryState = { broken: false };

  static getDerivedStateFromError(): FaultBoundaryState {
    return { broken: true };
  }

  override render(): ReactNode {
    if (!this.state.broken) return this.props.children;
    return (
      <main style={{ height: '100%' }}>
        <Empty canvas={false} title={say('faults:window.title')} text={say('faults:window.text')}>
          <Button look="primary" size="medium" onClick={() => location.reload()}>
            {say('faults:window.reload')}
          </Button>
        </Empty>
      </main>
    );
  }
}
