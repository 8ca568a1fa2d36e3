/** What one request holds of the service's capacity. */
export class RequestShare {
  private leaves: (() => void)[] = [];

  /** @param leave gives back what was taken. */
  hold(leave: () => void): void {
    this.leaves.push(leave);
  }

  leave(): void {
    for (const leave of this.leaves.splice(0)) leave();
  }
}
