import { Component, Suspense, type ReactNode } from 'react';
import { Button } from 'react-aria-components';
import type { Session } from '../calls/session';
import { Note } from '../parts/Note';
import { Page } from '../parts/Page';

interface Props {
  readonly session: Session;
  readonly children: ReactNode;
}

/** A page in a file of its own, loaded when it is opened. After an upgrade, its file may have another name. */
export class LazyPage extends Component<Props, { readonly isMissing: boolean }> {
  override readonly state = { isMissing: false };

  static getDerivedStateFromError() {
    return { isMissing: true };
  }

  override render() {
    const { session, children } = this.props;
    if (!this.state.isMissing) {
      return <Suspense fallback={<div className="page late" aria-busy="true" />}>{children}</Suspense>;
    }
    return (
      <Page title="The page did not load" session={session}>
        <Note tone="bad">
          <p>This page could not be loaded. The service may have been upgraded meanwhile.</p>
          <Button className="button quiet" onPress={() => location.reload()}>
            Load it again
          </Button>
        </Note>
      </Page>
    );
  }
}
