/** A word on a coloured background. */
export const Badge = ({ tone, children }: { tone: string; children: string }) => <span className={`badge ${tone}`}>{children}</span>;
