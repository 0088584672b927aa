'use client';
/** What is shown when a page fails in a way that nobody foresaw; both languages, as nothing is known here. */
export default function Failed({ reset }: { error: Error; reset: () => void }) {
  return (
    <div className="nothing" role="alert">
      <h1>This did not work · Bu olmadı</h1>
      <button type="button" className="button primary" onClick={reset}>Try again · Yeniden dene</button>
    </div>
  );
}
